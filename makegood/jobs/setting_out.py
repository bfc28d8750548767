"""What every command needs before Django: the data folder, the secrets, the database, the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from makegood.jobs.secret_file import ensure_secrets
from makegood.wires.postgres import Cluster, data_root, ensure_running, is_embedded

SETTINGS = "makegood.config.settings"


def say(words: str) -> None:
    """One line for the person at the terminal."""
    print(words, file=sys.stderr, flush=True)


def make_ready(root: Path | None = None) -> Path:
    """The data root, with its secrets; Django's settings are named in the environment."""
    place = root or data_root()
    place.mkdir(parents=True, exist_ok=True)
    if not os.environ.get("MAKEGOOD_SECRET"):
        ensure_secrets(place)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ["MAKEGOOD_DATA"] = str(place)
    return place


def open_database(root: Path) -> Cluster | None:
    """The embedded server, started if need be; None when ``DATABASE_URL`` names another."""
    return ensure_running(root, say=say) if is_embedded() else None


def manage(*arguments: str, owner: bool = False) -> int:
    """Run a Django command in a process of its own, as the runtime role or the owner; returns its exit code."""
    environment = dict(os.environ)
    if owner:
        environment["MAKEGOOD_DB_ROLE"] = "owner"
    return subprocess.run([sys.executable, "-m", "django", *arguments], env=environment, check=False).returncode
