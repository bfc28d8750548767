"""When a promise falls due, and how much of it is used.

A pause keeps the remaining budget. Seconds: the clock simply stands still. Working days: the day of
resumption takes the place of the day of the pause, so the due day moves by the working days from the one
up to the other, and a pause can never make a promise fall due at its own end. A promised date stands: no pause
moves it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from makegood.commitments.rules.terms import BudgetKind, Terms

ZERO = timedelta(0)
DATED = (BudgetKind.PROMISED, BudgetKind.QUALITY)
BY_THE_CLOCK = (BudgetKind.ELAPSED_SECONDS, *DATED)


class Pause(NamedTuple):
    """[start, end); `end` None while it lasts and has no limit. `reason` is the signal that began it, `evidence` the
    id of the message that it waits to have answered."""

    start: datetime
    end: datetime | None
    reason: str = ""
    evidence: int | None = None


def due_at(terms: Terms, started_at: datetime, pauses: Sequence[Pause]) -> datetime | None:
    """The instant until which the promise can be kept; None while a pause without end holds it.

    `pauses` are in order and do not overlap. A pause that begins at or after the due instant changes nothing: there is
    nothing left to keep, and else the promise would break at the instant of its own resumption.
    """
    if terms.kind in DATED:
        return terms.promised_at
    if terms.kind is BudgetKind.WORKING_DAYS:
        return _due_by_days(terms, started_at, pauses)
    left, since = timedelta(seconds=terms.budget), started_at
    for pause in pauses:
        due = _add(terms, since, left)
        if due <= pause.start:
            return due
        if pause.end is None:
            return None
        left = max(ZERO, left - measured(terms, since, pause.start))
        since = pause.end
    return _add(terms, since, left)


def _due_by_days(terms: Terms, started_at: datetime, pauses: Sequence[Pause]) -> datetime | None:
    days = terms.budget
    for pause in pauses:
        if terms.calendar.add_working_days(started_at, days) <= pause.start:
            break
        if pause.end is None:
            return None
        days += terms.calendar.working_days_between(pause.start, pause.end)
    return terms.calendar.add_working_days(started_at, days)


def _add(terms: Terms, start: datetime, amount: timedelta) -> datetime:
    if terms.kind in BY_THE_CLOCK:
        return start + amount
    return terms.calendar.add_working_time(start, amount)


def measured(terms: Terms, start: datetime, end: datetime) -> timedelta:
    """Time in [start, end) as this promise counts it; day promises count it in working time."""
    if terms.kind in BY_THE_CLOCK:
        return end - start
    return terms.calendar.working_between(start, end)


def used(terms: Terms, started_at: datetime, pauses: Sequence[Pause], at: datetime) -> timedelta:
    """Time counted against the promise from its start to `at`, pauses left out."""
    total, since = ZERO, started_at
    for pause in pauses:
        if pause.start >= at:
            break
        total += measured(terms, since, pause.start)
        since = pause.end or at
    return total + measured(terms, since, at) if since < at else total


class Reading(NamedTuple):
    """A clock read at an instant: counted time used and left (negative when overdue), share used."""

    used: timedelta
    left: timedelta
    share: float


def read(terms: Terms, started_at: datetime, pauses: Sequence[Pause], at: datetime) -> Reading:
    """The state of the budget at `at`; a paused clock is read as if it were resumed now."""
    known = [pause for pause in pauses if pause.start <= at]
    if known and (known[-1].end is None or known[-1].end > at):
        known[-1] = known[-1]._replace(end=at)
    due = due_at(terms, started_at, known)
    assert due is not None
    spent, left = used(terms, started_at, known, at), measured(terms, at, due)
    whole = spent + left
    return Reading(spent, left, spent / whole if whole > ZERO else 1.0)


def warning_times(terms: Terms, started_at: datetime, pauses: Sequence[Pause], due: datetime | None) -> list[datetime]:
    """When each share of the budget is used up, in the order of `terms.warning_shares`; [] without a due."""
    if due is None:
        return []
    whole = used(terms, started_at, pauses, due)
    return [_reached(terms, started_at, pauses, whole * share) for share in terms.warning_shares]


def _reached(terms: Terms, started_at: datetime, pauses: Sequence[Pause], amount: timedelta) -> datetime:
    since = started_at
    for pause in pauses:
        run = measured(terms, since, pause.start)
        if amount <= run or pause.end is None:
            break
        amount -= run
        since = pause.end
    return _add(terms, since, amount)
