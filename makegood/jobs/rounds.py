"""Work done again and again beside the job queue: cheap looks at the database that find what is due."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from makegood.jobs.models import Beat

log = logging.getLogger("makegood.rounds")
BEAT_EVERY = timedelta(seconds=10)
LONGEST_PAUSE = 30.0
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Round:
    """``work(at=…)`` is called every ``every`` seconds, at once again while it finds something to do."""

    name: str
    every: float
    work: Callable[..., object]


# Each is ``(name, seconds between looks, module, function taking at=)``; a room not yet there is left out.
TABLE = (
    ("outbox", 0.5, "makegood.journal", "drain"),
    ("seals", 10.0, "makegood.jobs.sealing", "seal_once"),
    ("promises", 3.0, "makegood.commitments.operations", "sweep"),
    ("late-stages", 20.0, "makegood.encounters.operations", "watch_stages"),
    ("escalations", 5.0, "makegood.commitments.operations", "climb"),
    ("offers", 30.0, "makegood.recovery.operations", "lapse_expired"),
    ("webhooks", 2.0, "makegood.notices.operations", "deliver_due"),
    ("mail", 2.0, "makegood.cases.operations", "deliver_mail"),
    ("presences", 60.0, "makegood.conversations.operations", "forget_presences"),
    ("notices", 15.0, "makegood.notices.operations", "send_due_emails"),
)


def present_rounds() -> list[Round]:
    """The rounds whose rooms are installed."""
    found = []
    for name, every, module, function in TABLE:
        if find_spec(module) and (work := getattr(import_module(module), function, None)):
            found.append(Round(name, every, work))
    return found


class Walker(threading.Thread):
    """One thread walking one round until told to stop."""

    def __init__(self, one: Round, stopping: threading.Event) -> None:
        super().__init__(name=f"round-{one.name}", daemon=True)
        self.one, self.stopping = one, stopping
        self.failures, self.done, self.beaten_at = 0, 0, NEVER

    def run(self) -> None:
        while not self.stopping.is_set():
            self.stopping.wait(self.step(timezone.now()))
        connection.close()

    def step(self, at: datetime) -> float:
        """One look; returns the seconds to rest."""
        try:
            outcome = self.one.work(at=at)
        except Exception as problem:
            return self._trip(problem, at)
        if self.failures:
            self.failures, self.beaten_at = 0, NEVER
        found = outcome if isinstance(outcome, int) else 0
        self.done += found
        self._beat(at, "")
        return 0.0 if found else self.one.every

    def _trip(self, problem: Exception, at: datetime) -> float:
        self.failures += 1
        if isinstance(problem, (DatabaseError, InterfaceError)):
            connection.close()
        log.exception("round %s tripped (%s in a row)", self.one.name, self.failures)
        self._beat(at, f"{type(problem).__name__}: {problem}"[:500])
        pause: float = 0.5 * 2 ** min(self.failures, 7)
        return min(LONGEST_PAUSE, max(self.one.every, pause))

    def _beat(self, at: datetime, trouble: str) -> None:
        if not trouble and at - self.beaten_at < BEAT_EVERY:
            return
        try:
            Beat.objects.update_or_create(
                round=self.one.name,
                host=socket.gethostname(),
                defaults={"seen_at": at, "done": self.done, "trouble": trouble},
            )
            self.beaten_at = at
        except (DatabaseError, InterfaceError):
            connection.close()
