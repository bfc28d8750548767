"""``makegood run`` as a person starts it: a whole installation of its own, killed piece by piece."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from makegood.jobs import web
from makegood.jobs.instance import end_leftovers, is_running
from makegood.wires.postgres import status, stop

ROOT = Path(__file__).resolve().parents[3]


class Site:
    """One started ``makegood run`` and what it said."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = web.next_free("127.0.0.1", 18_765)
        self.environment = {**os.environ, "MAKEGOOD_DATA": str(data), "MAKEGOOD_DURABLE": "0", "LC_ALL": "C.UTF-8"}
        for name in ("DATABASE_URL", "MAKEGOOD_SECRET", "DJANGO_SETTINGS_MODULE", "MAKEGOOD_PUBLIC_URL"):
            self.environment.pop(name, None)
        self.process = self.command("run", "--port", str(self.port))

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "makegood.jobs.cli", *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def hears(self, words: str) -> None:
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if words in line:
                return
        pytest.fail(f"never said {words!r}, but: {''.join(said)}{self.logs()}")

    def logs(self) -> str:
        return "\n".join(f"{one}:\n{one.read_text()[-2000:]}" for one in (self.data / "log").glob("*.log"))

    def child(self, words: str) -> int:
        said = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        (found,) = [line.split()[0] for line in said.stdout.splitlines() if words in line]
        return int(found)

    def answers_again(self, changed: Callable[[], bool]) -> None:
        for _ in range(400):
            if changed() and web.answers("127.0.0.1", self.port or 0):
                return
            select_nothing(0.05)
        pytest.fail(f"did not come back\n{self.logs()}")


def select_nothing(seconds: float) -> None:
    """Give other processes a moment; nothing here can be waited for by name."""
    import select

    select.select([], [], [], seconds)


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="mg-"))
    folder.chmod(0o755)
    yield folder / "var"
    end_leftovers(folder / "var", patience=2)
    stop(folder / "var")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.chaos
def test_what_is_killed_comes_back_and_stopping_leaves_nothing(data: Path) -> None:
    site = Site(data)
    try:
        site.hears("Makegood is up")
        second = site.command("run")
        said, _ = second.communicate(timeout=60)
        assert second.returncode == 1
        assert f"already running on this data: http://127.0.0.1:{site.port}" in said

        old = status(data).pid
        assert old is not None
        os.kill(old, signal.SIGKILL)
        site.hears("The database ended; starting it again.")
        site.answers_again(lambda: status(data).pid not in (None, old))
        for name, words in (("worker", "django work"), ("web", "granian")):
            os.kill(site.child(words), signal.SIGKILL)
            site.hears(f"{name} ended; starting it again.")
            site.answers_again(lambda: True)

        site.process.terminate()
        site.hears("Stopped.")
        assert site.process.wait(30) == 0
        assert status(data).state == "stopped"
        assert end_leftovers(data) == 0
    finally:
        site.process.kill()
        site.process.communicate()


@pytest.mark.chaos
def test_after_everything_is_killed_at_once_the_next_start_recovers(data: Path) -> None:
    site = Site(data)
    site.hears("Makegood is up")
    database = status(data).pid
    assert database is not None
    for pid in (site.process.pid, site.child("granian"), site.child("django work"), database):
        os.kill(pid, signal.SIGKILL)
    site.process.communicate()
    assert not is_running(data)

    again = Site(data)
    try:
        again.hears("Makegood is up")
        assert json.loads((data / "run.json").read_text())["pid"] == str(again.process.pid)
        again.process.send_signal(signal.SIGINT)
        again.hears("Stopped.")
        assert again.process.wait(30) == 0
    finally:
        again.process.kill()
        again.process.communicate()
    assert status(data).state == "stopped"
