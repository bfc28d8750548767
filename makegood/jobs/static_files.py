"""Collect the static files when one of them changed since they were last collected."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MANIFEST = "staticfiles.json"


def fingerprint() -> str:
    """Changes when any source file appears, goes or is touched."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = Path(storage.path(path)).stat()
            digest.update(f"{path}|{seen.st_size}|{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_stale() -> bool:
    """True if the collected files are missing or older than their sources."""
    root = Path(settings.STATIC_ROOT)
    note = root / ".collected"
    return not ((root / MANIFEST).exists() and note.exists() and note.read_text() == fingerprint())


def collect_if_stale() -> bool:
    """Returns True if it collected."""
    if not is_stale():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    (Path(settings.STATIC_ROOT) / ".collected").write_text(fingerprint())
    return True
