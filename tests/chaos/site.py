"""A whole installation of its own (supervisor, web, worker, durable database) whose parts can be killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from makegood.jobs import web
from makegood.wires.postgres import status

ROOT = Path(__file__).resolve().parents[2]
TARGETS = ("web", "web worker", "worker", "database", "database session")


class Site:
    """``makegood run`` on the data root ``data``."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = web.next_free("127.0.0.1", 19_765) or 0
        self.environment = {
            **os.environ, "MAKEGOOD_DATA": str(data), "MAKEGOOD_DURABLE": "1", "MAKEGOOD_LONGEST_PAUSE": "1",
            "LC_ALL": "C.UTF-8", "DJANGO_SETTINGS_MODULE": "makegood.config.settings",
        }  # fmt: skip
        for name in ("DATABASE_URL", "MAKEGOOD_SECRET", "MAKEGOOD_PUBLIC_URL"):
            self.environment.pop(name, None)
        self.said = (data.parent / "said.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "makegood.jobs.cli", "run", "--port", str(self.port)],
            env=self.environment, cwd=ROOT, stdout=self.said, stderr=self.said,
        )  # fmt: skip
        wait_for("the first page", lambda: web.answers("127.0.0.1", self.port), seconds=120)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def asks(self, module: str, *arguments: str) -> str:
        """Run a module of the tests on the installation's own settings; its output."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], env=self.environment, cwd=ROOT,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def pid_of(self, target: str, rng: random.Random) -> int | None:
        """A living process of that kind; None while there is none."""
        if target.startswith("database"):
            postmaster = status(self.data).pid
            if target == "database" or postmaster is None:
                return postmaster
            found = [pid for pid, words in _children(postmaster) if "makegood" in words]
            return rng.choice(found) if found else None
        words = "granian" if target.startswith("web") else "django work"
        mains = [pid for pid, command in _children(self.process.pid) if words in command]
        if not mains or target != "web worker":
            return mains[0] if mains else None
        found = [pid for pid, _command in _children(mains[0])]
        return rng.choice(found) if found else None


def _children(parent: int) -> list[tuple[int, str]]:
    said = subprocess.run(
        ["ps", "-o", "pid=,stat=,args=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    ).stdout
    rows = [line.split(None, 2) for line in said.splitlines()]
    return [(int(row[0]), row[2]) for row in rows if len(row) == 3 and not row[1].startswith("Z")]


def wait_for(what: str, seen: Callable[[], Any], *, seconds: float) -> Any:
    """Look until ``seen`` finds something; AssertionError after the deadline."""
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not (found := seen()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        pause.wait(0.1)
    return found


@dataclass(eq=False)
class Killer(threading.Thread):
    """Kills ``times`` parts of the site, each at a random moment after the one before."""

    site: Site
    rng: random.Random
    times: int
    longest: float
    killed: list[str] = field(default_factory=list)
    trouble: str = ""

    def __post_init__(self) -> None:
        super().__init__(name="killer", daemon=True)

    def run(self) -> None:
        moment = threading.Event()
        try:
            for target in self._targets():
                moment.wait(self.rng.uniform(0.05, self.longest))
                wait_for(f"a {target} to kill", lambda target=target: self._kill(target), seconds=60)
                self.killed.append(target)
        except AssertionError as problem:
            self.trouble = str(problem)

    def _targets(self) -> Iterator[str]:
        """Every kind equally often, in random order."""
        chosen = [TARGETS[number % len(TARGETS)] for number in range(self.times)]
        self.rng.shuffle(chosen)
        yield from chosen

    def _kill(self, target: str) -> bool:
        pid = self.site.pid_of(target, self.rng)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True
