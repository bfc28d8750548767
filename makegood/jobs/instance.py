"""One running Makegood a data root: the guard, its note for others, and what a killed one left behind."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = "MAKEGOOD_INSTANCE"
PROC = Path("/proc")


class AlreadyRunning(RuntimeError):
    """Another instance holds this data root; ``note`` is what it wrote about itself."""

    def __init__(self, note: dict[str, str]) -> None:
        self.note = note
        super().__init__("already running")


@dataclass(slots=True)
class Instance:
    """The right to run on one data root, held until the process ends however it ends."""

    root: Path
    handle: int

    @classmethod
    def claim(cls, root: Path) -> Instance:
        """Raises AlreadyRunning."""
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise AlreadyRunning(read_note(root)) from None
        return cls(root, handle)

    def tell(self, address: str) -> None:
        """Leave word of where we are, for ``doctor`` and for whoever starts a second one."""
        draft = self.root / "run.json.new"
        draft.write_text(json.dumps({"pid": str(os.getpid()), "address": address}))
        draft.replace(self.root / "run.json")

    def give_up(self) -> None:
        (self.root / "run.json").unlink(missing_ok=True)
        os.close(self.handle)


def read_note(root: Path) -> dict[str, str]:
    try:
        return {str(key): str(value) for key, value in json.loads((root / "run.json").read_text()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def is_running(root: Path) -> bool:
    """True if an instance holds this data root now."""
    if not (root / "run.lock").exists():
        return False
    try:
        handle = os.open(root / "run.lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def mark_of(root: Path) -> str:
    """What the children of this data root carry in their environment, so that they can be found again."""
    return hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:20]


def end_leftovers(root: Path, patience: float = 10.0) -> int:
    """Stop children of an instance that was killed; returns how many there were. Call it holding the guard."""
    found = set(_marked(root))
    started = time.monotonic()
    while leftover := list(_marked(root)):
        kind = signal.SIGKILL if time.monotonic() - started > patience else signal.SIGTERM
        for pid in leftover:
            try:
                os.kill(pid, kind)
            except ProcessLookupError:
                continue
        time.sleep(0.1)
    return len(found)


def _marked(root: Path) -> Iterator[int]:
    if not PROC.exists():
        return
    wanted = f"{MARK}={mark_of(root)}".encode()
    for entry in PROC.iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            carried = (entry / "environ").read_bytes()
        except OSError:
            continue
        if wanted in carried.split(b"\0"):
            yield int(entry.name)
