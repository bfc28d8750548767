"""A running Makegood to measure: its own data folder, the demo company in it, a client that logs in."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "makegood-demo"
SPOILED = "spoiled"


@dataclass
class Site:
    """``data`` is the data root; ``port`` where it answers."""

    data: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[str] | None = None
    seconds_to_first_page: float = 0.0
    first_start: bool = False

    def makegood(self, *arguments: str, within: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run one command of the installation to its end; raises TimeoutExpired after ``within`` seconds."""
        command = [sys.executable, "-m", "makegood.jobs.cli", *arguments]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True
        ) as process:
            try:
                said, complained = process.communicate(timeout=within)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # what it started goes with it
                raise
        return subprocess.CompletedProcess(command, process.returncode, said, complained)

    def inside(self, verb: str, argument: str, *, owner: bool = False) -> str:
        """What `benchmarks.inside` answers, on the site's own settings."""
        more = {"DJANGO_SETTINGS_MODULE": "makegood.config.settings", "MAKEGOOD_PUBLIC_URL": "http://127.0.0.1"}
        role = {"MAKEGOOD_DB_ROLE": "owner"} if owner else {}
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.inside", verb, argument],
            env=self.environment | more | role, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout.strip()

    def spoil(self) -> None:
        """Mark the data as no longer the demo company's; the next run starts from a new one."""
        (self.data / SPOILED).touch()

    def start(self) -> None:
        started = time.monotonic()
        command = [sys.executable, "-m", "makegood.jobs.cli", "demo", "--port", str(self.port)]
        log = (self.data / "bench.log").open("w")
        self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, text=True)
        while not self._answers():
            if self.process.poll() is not None:
                raise SystemExit(f"the site did not start; see {self.data / 'bench.log'}")
            time.sleep(0.05)
        self.seconds_to_first_page = time.monotonic() - started

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def client(self) -> Client:
        return Client(self.port)

    def cpu_seconds(self) -> float:
        """User and system time used so far by everything the site runs, the database included."""
        ticks = 0
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                environment = (entry / "environ").read_bytes()
                folder = os.readlink(entry / "cwd")
            except OSError:
                continue
            ours = f"MAKEGOOD_DATA={self.data}".encode() in environment or folder.startswith(str(self.data))
            ticks += int(fields[11]) + int(fields[12]) if ours else 0
        return ticks / os.sysconf("SC_CLK_TCK")

    def settle(self, limit: float = 300.0, idle: float = 0.1) -> bool:
        """Wait until the site rests, using less than ``idle`` of a core for two seconds; False where it does not.

        Its worker otherwise shares the cores with whatever is measured next.
        """
        until = time.monotonic() + limit
        while time.monotonic() < until:
            before = self.cpu_seconds()
            time.sleep(2)
            if self.cpu_seconds() - before < 2 * idle:
                return True
        return False

    def _answers(self) -> bool:
        try:
            return self.client().get("/accounts/login/")[0] == 200
        except (OSError, http.client.HTTPException):
            return False


@dataclass
class Client:
    """One browser's worth of a session over one kept connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, str]:
        return self.send("GET", path)

    def send(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, str]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {**({"Cookie": cookie} if cookie else {}), **(headers or {})}
        self.connection.request(method, path, body=body.encode() or None, headers=sent)
        answer = self.connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        return answer.status, answer.read().decode("utf-8", "replace")

    def log_in(self, login: str) -> None:
        _, page = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token.group(1) if token else ""}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{self.port}/accounts/login/",
        }
        status, _ = self.send("POST", "/accounts/login/", urlencode(form), headers)
        if status not in (302, 303):
            raise SystemExit(f"{login} could not log in: {status}")


@contextmanager
def running(data: Path, port: int = 28_765) -> Iterator[Site]:
    """A started demo company on durable settings; kept between runs so that a second run is quick."""
    if (data / SPOILED).exists():
        forget(data)
    data.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "MAKEGOOD_DATA": str(data), "LC_ALL": "C.UTF-8"}
    for name in ("DATABASE_URL", "MAKEGOOD_SECRET", "MAKEGOOD_DURABLE", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    site = Site(data, port, environment, first_start=not (data / "pg").exists())
    site.start()
    try:
        yield site
    finally:
        site.stop()


def forget(data: Path) -> None:
    shutil.rmtree(data, ignore_errors=True)
