"""As whom the server runs: ourselves, or, when we are root (whom PostgreSQL refuses), a system user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from makegood.wires.postgres.errors import PostgresTrouble

CANDIDATES = ("makegood", "postgres")


@dataclass(frozen=True, slots=True)
class Runner:
    """The operating-system user of the server; ``other`` is true when that is not ourselves."""

    uid: int
    gid: int
    other: bool

    def spawn_options(self) -> dict[str, Any]:
        """Keyword arguments that make ``subprocess`` run something as this user."""
        clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        if not self.other:
            return {"env": {**clean, "PATH": os.environ.get("PATH", clean["PATH"])}, "umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "env": clean, "umask": 0o077}

    def own(self, path: Path) -> None:
        """Give one path, never its parents, to this user."""
        if self.other:
            os.chown(path, self.uid, self.gid)


def choose(cluster: Path) -> Runner:
    """Ourselves; or, as root, the owner of an existing cluster, else a system user."""
    if os.geteuid() != 0:
        return Runner(os.geteuid(), os.getegid(), other=False)
    if (cluster / "PG_VERSION").exists():
        seen = cluster.stat()
        if seen.st_uid != 0:
            return Runner(seen.st_uid, seen.st_gid, other=True)
    for name in CANDIDATES:
        found = _user(name)
        if found:
            return found
    if shutil.which("useradd"):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", CANDIDATES[0]],
            check=False,
            capture_output=True,
        )
    found = _user(CANDIDATES[0]) or _user("nobody")
    if found is None:
        raise PostgresTrouble("PostgreSQL refuses to run as root, and there is no other user to run it as.")
    return found


def _user(name: str) -> Runner | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Runner(entry.pw_uid, entry.pw_gid, other=True) if entry.pw_uid != 0 else None
