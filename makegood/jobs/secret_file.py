"""The installation's own secret: made once, readable by its owner alone."""

from __future__ import annotations

import json
import os
import secrets
import stat
import tempfile
from pathlib import Path

NAME = "secrets.json"


def ensure_secrets(root: Path) -> Path:
    """The path of the secrets file, made if there is none; of two makers at once the first wins.

    It holds the key that personal data is encrypted with: lost, that data is lost.
    """
    path = root / NAME
    if path.exists():
        return path
    handle, draft = tempfile.mkstemp(dir=root, prefix=".secrets-")
    try:
        with os.fdopen(handle, "w") as file:
            json.dump({"master": secrets.token_urlsafe(48)}, file)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path


def is_private(path: Path) -> bool:
    """True if only the owner may read or write the file."""
    return not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
