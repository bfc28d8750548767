"""What may be said about when something happened, and how two tellings of it become one."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from makegood.kit.money import Money

SKEW = timedelta(minutes=5)  # how far another system's clock may run ahead of ours
_NAME = re.compile(r"^[a-z][a-z0-9_-]{0,39}$")


@dataclass(frozen=True)
class StageRow:
    """One telling of a stage; what is not known yet is left out."""

    name: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    promised_at: datetime | None = None


@dataclass(frozen=True)
class EncounterRow:
    """One telling of an encounter with the stages known so far."""

    kind: str
    reference: str
    branch_id: int
    started_at: datetime
    customer_id: int | None = None
    channel: str = ""
    amount: Money | None = None
    ended_at: datetime | None = None
    stages: tuple[StageRow, ...] = ()


def earlier(first: datetime | None, second: datetime | None) -> datetime | None:
    """The earlier of two tellings; the one there is, if the other is missing."""
    return min((moment for moment in (first, second) if moment is not None), default=None)


def what_is_wrong(row: StageRow, *, encounter_started_at: datetime, at: datetime) -> str:
    """Why a telling cannot be true: bad_name, no_time, in_the_future, before_the_encounter,
    ends_before_it_began; empty when nothing is wrong."""
    if not _NAME.match(row.name):
        return "bad_name"
    moments = [moment for moment in (row.started_at, row.ended_at) if moment is not None]
    if not moments and row.promised_at is None:
        return "no_time"
    if any(moment > at + SKEW for moment in moments):
        return "in_the_future"
    if any(moment < encounter_started_at - SKEW for moment in moments):
        return "before_the_encounter"
    if row.started_at and row.ended_at and row.ended_at < row.started_at:
        return "ends_before_it_began"
    return ""
