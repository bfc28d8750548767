"""Where things lie: the data root, the cluster's folder, its socket, its log."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 107
SOCKET_NAME = ".s.PGSQL.5432"
SYSTEM_HOME = Path("/var/lib/makegood")


def data_root() -> Path:
    """The folder of everything this installation keeps: ``MAKEGOOD_DATA``, else ``var`` beside the code."""
    named = os.environ.get("MAKEGOOD_DATA")
    if named:
        return Path(named).expanduser().absolute()
    repository = Path(__file__).resolve().parents[3]
    if (repository / "pyproject.toml").exists():
        return repository / "var"
    shared = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser() / "makegood"


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one data root."""

    root: Path

    @classmethod
    def of(cls, root: Path | str | None = None) -> Place:
        return cls(Path(root).absolute() if root is not None else data_root())

    @property
    def cluster(self) -> Path:
        """The PostgreSQL data directory; as root it may be a link to a folder the server's user can reach."""
        return self.root / "pg"

    @property
    def log(self) -> Path:
        return self.root / "log" / "postgres.log"

    @property
    def start_lock(self) -> Path:
        return self.root / "pg.lock"

    @property
    def users_lock(self) -> Path:
        return self.root / "pg.users"

    @property
    def socket_folder(self) -> Path:
        """Known before the server exists, so that settings can be computed without starting anything."""
        beside = self.root / "pg.run"
        fits = len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT
        if fits and (os.geteuid() != 0 or open_to_others(self.root)):
            return beside
        key = hashlib.sha256(os.fsencode(self.root.resolve())).hexdigest()[:16]
        return Path(f"/tmp/makegood-{os.geteuid()}-{key}")  # noqa: S108  the folder's owner is checked before use

    def make_root(self) -> None:
        """Create the data root; an existing folder, and every parent, keeps the mode it has."""
        if not self.root.exists():
            self.root.mkdir(parents=True)
        (self.root / "log").mkdir(exist_ok=True)


def open_to_others(folder: Path) -> bool:
    """True if a user without rights of its own may pass through ``folder`` and all its parents."""
    absolute = Path(os.path.abspath(folder))
    for step in (absolute, *absolute.parents):
        try:
            mode = step.stat().st_mode
        except FileNotFoundError:
            continue
        except PermissionError:
            return False
        if not mode & stat.S_IXOTH:
            return False
    return True
