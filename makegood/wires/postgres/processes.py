"""Is the server named in ``postmaster.pid`` really alive, and really ours?

A pid file survives ``kill -9`` and its number may since belong to somebody else, so a process counts as the
server of a cluster only if it runs a program called ``postgres`` inside that cluster's folder.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def postmaster_pid(cluster: Path) -> int | None:
    """The number in the pid file, if it is the living server of ``cluster``."""
    lines = _pid_lines(cluster)
    try:
        pid = int(lines[0])
    except (IndexError, ValueError):
        return None
    return pid if pid > 1 and _is_postgres_in(pid, cluster) else None


def says_ready(cluster: Path) -> bool:
    """The pid file's eighth line: the server writes ``ready`` there once it accepts connections."""
    lines = _pid_lines(cluster)
    return len(lines) >= 8 and lines[7].strip() == "ready"


def clear_stale(cluster: Path, socket_folder: Path) -> None:
    """After a crash: wait until the dead server's children are gone, then remove what it left behind.

    Call only under the start lock and only when ``postmaster_pid`` is None. A child that outlives its server
    would still write to the same files, so it is asked to leave and finally killed.
    """
    started = time.monotonic()
    while leftover := list(_postgres_in(cluster)):
        waited = time.monotonic() - started
        if waited > 2:
            for pid in leftover:
                send(pid, signal.SIGKILL if waited > 10 else signal.SIGQUIT)
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (socket_folder / name).unlink(missing_ok=True)


def _pid_lines(cluster: Path) -> list[str]:
    try:
        return (cluster / "postmaster.pid").read_text("utf-8", "replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _postgres_in(cluster: Path) -> Iterator[int]:
    if not PROC.exists():
        return
    for entry in PROC.iterdir():
        if entry.name.isdigit() and _is_postgres_in(int(entry.name), cluster):
            yield int(entry.name)


def _is_postgres_in(pid: int, cluster: Path) -> bool:
    if not PROC.exists():
        said = subprocess.run(["ps", "-p", str(pid), "-o", "comm="], capture_output=True, text=True, check=False)
        return said.stdout.strip().rsplit("/", 1)[-1] == "postgres"
    try:
        folder = os.readlink(PROC / str(pid) / "cwd")
        program = os.readlink(PROC / str(pid) / "exe")
    except OSError:
        return False
    name = os.path.basename(program.removesuffix(" (deleted)"))
    return name == "postgres" and os.path.realpath(folder) == os.path.realpath(cluster)


def send(pid: int, number: signal.Signals) -> None:
    """Signal a process that may have ended meanwhile."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
