"""One supervised process: started on a leash, started again with growing pauses, stopped with its group."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")
LOG_LIMIT = 20 * 1024 * 1024
STEADY_AFTER = 30.0
LONGEST_PAUSE = float(os.environ.get("MAKEGOOD_LONGEST_PAUSE", "30"))  # seconds between two starts


@dataclass(slots=True)
class Child:
    """``command`` is run with ``environment``; what it says goes to ``log``."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    not_before: float = field(default=0.0)

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid())]
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches the supervisor alone, which then stops things in order.
            self.process = subprocess.Popen(
                [*leash, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def look_after(self, now: float) -> str | None:
        """Start it again if it died and its pause is over; returns ``died`` or ``started`` when that happened."""
        if self.is_alive:
            return None
        if self.process is not None:
            self.end_group()
            lived = now - self.started
            self.failures = 1 if lived > STEADY_AFTER else self.failures + 1
            self.not_before = now + min(LONGEST_PAUSE, 0.25 * 2 ** (self.failures - 1))
            self.process = None
            return "died"
        if now < self.not_before:
            return None
        self.start()
        return "started"

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end until the moment ``until`` (monotonic), then end whatever is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.end_group()

    def end_group(self) -> None:
        """A server killed outright leaves its workers behind, holding its port."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
