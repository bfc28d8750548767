"""The next promised date, in words a customer understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from makegood.commitments.queries import ClockReading


@dataclass(frozen=True)
class NextDate:
    """What we owe next and by when; ``is_late`` when the date has passed, ``is_waiting`` when the clock rests."""

    statement: str
    due_at: datetime | None
    is_late: bool
    is_waiting: bool
    is_provisional: bool


def next_date(clocks: Iterable[ClockReading]) -> NextDate | None:
    """The most urgent open public promise; what has been kept or broken is history, not a date to wait for."""
    owed = [clock for clock in clocks if clock.is_open and clock.is_public]
    if not owed:
        return None
    first = min(owed, key=lambda clock: (clock.due_at is None, clock.due_at or clock.started_at))
    return NextDate(
        statement=first.statement,
        due_at=first.due_at,
        is_late=first.is_overdue,
        is_waiting=first.due_at is None or first.state == "paused",
        is_provisional=first.is_provisional,
    )
