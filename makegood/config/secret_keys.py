"""The master secret: from the environment, or from the file that ``makegood`` makes on its first start."""

from __future__ import annotations

import json
import os
from pathlib import Path


def master_secret(data: Path) -> str:
    """``MAKEGOOD_SECRET`` or ``secrets.json`` in the data folder. Raises RuntimeError when there is neither."""
    if secret := os.environ.get("MAKEGOOD_SECRET"):
        return secret
    file = data / "secrets.json"
    if file.exists():
        return str(json.loads(file.read_text())["master"])
    raise RuntimeError(f"no master secret: set MAKEGOOD_SECRET, or start with 'makegood' once to make {file}")
