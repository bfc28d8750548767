"""Start, watch and stop the embedded server. Nothing here gives up on a server that is still recovering."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from makegood.wires.postgres import binaries as wheel
from makegood.wires.postgres import locks, making, processes, runner
from makegood.wires.postgres.address import APP, Dsn, dsn
from makegood.wires.postgres.binaries import Binaries
from makegood.wires.postgres.errors import PostgresTrouble
from makegood.wires.postgres.place import Place
from makegood.wires.postgres.settings import CONFIG, as_text, settings

LOG_LIMIT = 20 * 1024 * 1024
STOP_PATIENCE = 120.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Status:
    """``state`` is ``absent`` (no data yet), ``stopped``, ``starting`` or ``running``."""

    state: str
    pid: int | None = None
    major: int | None = None
    data: Path | None = None


@dataclass(slots=True)
class Cluster:
    """A running embedded server that this process counts itself a user of."""

    place: Place
    binaries: Binaries
    started_here: bool
    membership: int | None = field(default=None, repr=False)

    @property
    def pid(self) -> int | None:
        return processes.postmaster_pid(self.place.cluster)

    @property
    def is_alive(self) -> bool:
        return self.pid is not None and processes.says_ready(self.place.cluster)

    def dsn(self, role: str = APP, database: str | None = None) -> Dsn:
        return dsn(role, database, root=self.place.root)

    def url(self, role: str = APP, database: str | None = None) -> str:
        return self.dsn(role, database).url


_children: dict[int, subprocess.Popen[bytes]] = {}


def ensure_running(
    root: Path | str | None = None, *, durable: bool | None = None, say: Say = lambda words: None
) -> Cluster:
    """The server of this data root, made and started if need be; safe to call from many processes at once.

    ``durable=False`` (or ``MAKEGOOD_DURABLE=0``) trades crash safety for speed, for tests only. ``say``
    hears one sentence now and then while a long start or recovery goes on.
    Raises PostgresTrouble with the reason.
    """
    place = Place.of(root)
    lasting = os.environ.get("MAKEGOOD_DURABLE", "1") != "0" if durable is None else durable
    place.make_root()
    with locks.alone(place.start_lock):
        membership = locks.join(place.users_lock)
        try:
            return _ensure(place, membership, lasting, say)
        except BaseException:
            os.close(membership)
            raise


def release(cluster: Cluster) -> bool:
    """Stop using the server; stop it if nobody else uses it. True if it was stopped."""
    with locks.alone(cluster.place.start_lock):
        _leave(cluster)
        if not locks.is_last(cluster.place.users_lock):
            return False
        _stop(cluster.place)
        return True


def stop(cluster: Cluster | Path | str | None = None) -> None:
    """Stop the server for everybody: sessions are ended, open transactions rolled back, data written out."""
    place = cluster.place if isinstance(cluster, Cluster) else Place.of(cluster)
    if not place.root.exists():
        return
    with locks.alone(place.start_lock):
        if isinstance(cluster, Cluster):
            _leave(cluster)
        _stop(place)


def status(root: Path | str | None = None) -> Status:
    """What is there, without touching it."""
    place = Place.of(root)
    major = making.version_of(place.cluster)
    if major is None:
        return Status("absent")
    data = place.cluster.resolve()
    pid = processes.postmaster_pid(place.cluster)
    if pid is None:
        return Status("stopped", None, major, data)
    return Status("running" if processes.says_ready(place.cluster) else "starting", pid, major, data)


def recreate_database(cluster: Cluster) -> None:
    """Throw the installation's database away, whoever is connected, and make an empty one."""
    with locks.alone(cluster.place.start_lock):
        making.drop_database(cluster.binaries, cluster.place.socket_folder)
        making.make_roles(cluster.binaries, cluster.place.socket_folder)


def _ensure(place: Place, membership: int, durable: bool, say: Say) -> Cluster:
    who = runner.choose(place.cluster)
    programs = wheel.for_cluster(making.version_of(place.cluster))
    if who.other:
        programs = wheel.copied_out(programs)
    already = processes.postmaster_pid(place.cluster) is not None
    # A server found alive may be on its way down; then it is gone in a moment and we start our own.
    if not already or not _wait_until_ready(place, None, say):
        already = False
        if making.version_of(place.cluster) is None:
            say("Making the database …")
            making.make(place, programs, who, durable=durable)
        making.make_socket_folder(place.socket_folder, who)
        processes.clear_stale(place.cluster, place.socket_folder)
        child = _spawn(place, programs, who, durable=durable)
        if not _wait_until_ready(place, child, say):
            raise PostgresTrouble(f"The embedded PostgreSQL did not start. Its log ends:\n{_log_tail(place)}")
    made = place.cluster / "makegood.made"
    if not made.exists():
        making.make_roles(programs, place.socket_folder)
        made.touch()
        who.own(made)
    return Cluster(place, programs, started_here=not already, membership=membership)


def _spawn(place: Place, programs: Binaries, who: runner.Runner, *, durable: bool) -> subprocess.Popen[bytes]:
    config = place.cluster / CONFIG
    config.write_text(as_text(settings(place.socket_folder, durable=durable)))
    who.own(config)
    place.log.parent.mkdir(parents=True, exist_ok=True)
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT:
        place.log.replace(place.log.with_suffix(".log.1"))
    folder = str(place.cluster.resolve())
    with place.log.open("ab") as log:
        # A session of its own, so that Ctrl-C in the terminal reaches us first and the database stops last.
        child = subprocess.Popen(
            [programs.program("postgres"), "-D", folder],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            **who.spawn_options(),
        )
    _reap()
    _children[child.pid] = child
    return child


def _wait_until_ready(place: Place, child: subprocess.Popen[bytes] | None, say: Say) -> bool:
    """Wait as long as the server lives; False if it ended without becoming ready."""
    started = time.monotonic()
    told = 10.0
    while True:
        alive = processes.postmaster_pid(place.cluster) is not None
        if alive and processes.says_ready(place.cluster):
            return True
        if not alive and (child is None or child.poll() is not None):
            return False
        waited = time.monotonic() - started
        if waited > told:
            say(f"The database is still getting ready after {int(waited)} s (it may be recovering) …")
            told += 10
        time.sleep(0.02)


def _stop(place: Place) -> None:
    started = time.monotonic()
    asked: int | None = None
    while (pid := processes.postmaster_pid(place.cluster)) is not None:
        impatient = time.monotonic() - started > STOP_PATIENCE
        if asked != pid or impatient:
            processes.send(pid, signal.SIGQUIT if impatient else signal.SIGINT)
            asked, started = pid, time.monotonic() if impatient else started
        _reap()
        time.sleep(0.02)
    _reap()


def _leave(cluster: Cluster) -> None:
    if cluster.membership is not None:
        os.close(cluster.membership)
        cluster.membership = None


def _reap() -> None:
    for pid, child in list(_children.items()):
        if child.poll() is not None:
            del _children[pid]


def _log_tail(place: Place, lines: int = 12) -> str:
    try:
        with place.log.open("rb") as log:
            log.seek(max(0, place.log.stat().st_size - 8192))
            return "\n".join(log.read().decode("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return "(there is no log)"
