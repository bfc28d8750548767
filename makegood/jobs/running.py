"""``makegood run`` and ``makegood demo``: set out, supervise, and clear up."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from makegood.jobs import demo_company, web
from makegood.jobs.child import Child
from makegood.jobs.instance import MARK, AlreadyRunning, Instance, end_leftovers, mark_of
from makegood.jobs.setting_out import make_ready, manage, open_database, say
from makegood.jobs.supervise import Supervisor
from makegood.jobs.words import gettext as _
from makegood.wires.postgres import Cluster, release

WEB_WORKERS = 2
WEB_THREADS = 8

DEMO_NAME = "云杉生活"


def run(chosen: argparse.Namespace) -> int:
    """Serve until told to stop; returns the exit code."""
    return _run(chosen, is_demo=False)


def demo(chosen: argparse.Namespace) -> int:
    """Serve the demo company, making it first if need be."""
    return _run(chosen, is_demo=True)


def _run(chosen: argparse.Namespace, *, is_demo: bool) -> int:
    root = make_ready()
    try:
        instance = Instance.claim(root)
    except AlreadyRunning as other:
        say(_("Makegood is already running on this data: %(address)s (process %(pid)s).") % _seen(other.note))
        return 1
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        end_leftovers(root)
        return _serve(root, instance, chosen, is_demo=is_demo)
    finally:
        instance.give_up()


def _serve(root: Path, instance: Instance, chosen: argparse.Namespace, *, is_demo: bool) -> int:
    port = _choose_port(chosen.host, chosen.port, may_move=is_demo)
    if port is None:
        return 1
    address = f"http://{chosen.host}:{port}"
    os.environ.setdefault("MAKEGOOD_PUBLIC_URL", address)
    if is_demo:  # so that a webhook can be tried on this very machine
        os.environ.setdefault("MAKEGOOD_WEBHOOKS_ALLOW_PRIVATE", "1")
    if is_demo:
        os.environ.setdefault("MAKEGOOD_ORGANISATION", DEMO_NAME)
    cluster = open_database(root)
    try:
        if not _prepare(root, cluster, is_demo=is_demo, fresh=is_demo and chosen.fresh):
            return 1
        instance.tell(address)
        _supervise(root, cluster, chosen.host, port, is_demo=is_demo)
        return 0
    finally:
        if cluster is not None:
            release(cluster)


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    # Until the supervisor takes over, being asked to stop is the same as Ctrl-C.
    raise KeyboardInterrupt


def _prepare(root: Path, cluster: Cluster | None, *, is_demo: bool, fresh: bool) -> bool:
    if is_demo and not demo_company.clear_if_needed(root, cluster, fresh=fresh):
        return False
    if manage("prepare", owner=True) != 0:
        say(_("The database could not be brought to this release; the lines above say why."))
        return False
    return demo_company.load_once(root) if is_demo else True


def _supervise(root: Path, cluster: Cluster | None, host: str, port: int, *, is_demo: bool) -> None:
    address = os.environ["MAKEGOOD_PUBLIC_URL"]

    def announce() -> None:
        if is_demo:
            demo_company.announce(address)
        else:
            say(_("Makegood is up: %(address)s   (Ctrl-C stops it)") % {"address": address})

    Supervisor(
        cluster=cluster,
        children=_children(root, host, port),
        say=say,
        when_up=lambda: web.answers(host, port),
        announce=announce,
    ).run()
    say(_("Stopped."))


def _children(root: Path, host: str, port: int) -> list[Child]:
    environment = {**os.environ, MARK: mark_of(root), "PYTHONUNBUFFERED": "1"}
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    granian += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS), "--no-ws"]
    granian += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--log-level", "warning"]
    worker = [sys.executable, "-m", "django", "work"]
    return [
        Child("web", [*granian, "makegood.config.wsgi:application"], environment, root / "log" / "web.log"),
        Child("worker", worker, environment, root / "log" / "worker.log"),
    ]


def _choose_port(host: str, wanted: int | None, *, may_move: bool) -> int | None:
    if wanted is None and may_move:
        port = web.next_free(host)
    else:
        port = wanted or web.USUAL_PORT
        port = port if web.is_free(host, port) else None
    if port is None:
        facts = {"port": wanted or web.USUAL_PORT}
        say(_("Port %(port)s is taken by another program. Choose one with --port.") % facts)
    return port


def _seen(note: dict[str, str]) -> dict[str, str]:
    return {"address": note.get("address", "?"), "pid": note.get("pid", "?")}
