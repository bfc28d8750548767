"""What may be said about when something happened, and how any number of tellings become one.

What is known of a stage is a function of everything that was ever said of it, never of the order in which it was
said: the earliest beginning, the first end that is not before it, the earliest promised date, the newest estimate.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from makegood.encounters.rules.states import StateRow
from makegood.kit.money import Money

SKEW = timedelta(minutes=5)  # how far clocks may differ before a time cannot be believed
FARTHEST = timedelta(days=730)  # nobody promises a delivery for later than that
NEVER = datetime.min.replace(tzinfo=UTC)
NAME = re.compile(r"^[a-z][a-z0-9_-]{0,39}$")
STANDARD = ("queue", "dishes", "checkout", "human_answer", "refund", "repair", "delivery")


@dataclass(frozen=True, slots=True)
class StageRow:
    """One telling of a stage; what is not known is left out. `expected_at` is an estimate, made at `said_at`."""

    name: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    promised_at: datetime | None = None
    expected_at: datetime | None = None
    said_at: datetime | None = None
    is_delayed: bool = False

    @property
    def is_news(self) -> bool:
        """Whether it says how the stage is getting on."""
        return self.expected_at is not None or self.is_delayed


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """One telling of an encounter with the stages known so far.

    Without `started_at` and `branch_id` it can only speak of an encounter that is known already.
    """

    kind: str
    reference: str
    branch_id: int | None
    started_at: datetime | None
    customer_id: int | None = None
    channel: str = ""
    amount: Money | None = None
    ended_at: datetime | None = None
    stages: tuple[StageRow, ...] = ()
    category: str = ""
    states: tuple[StateRow, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.reference


@dataclass(frozen=True, slots=True)
class Known:
    """Everything said of one stage. `ends` are all ends told, in order."""

    started_at: datetime | None = None
    ends: tuple[datetime, ...] = ()
    promised_at: datetime | None = None
    expected_at: datetime | None = None
    said_at: datetime | None = None
    is_delayed: bool = False

    @property
    def ended_at(self) -> datetime | None:
        """The first end that belongs to the beginning; one that is early by no more than clocks differ ends at once."""
        if self.started_at is None:
            return self.ends[0] if self.ends else None
        fitting = [end for end in self.ends if end >= self.started_at - SKEW]
        return max(fitting[0], self.started_at) if fitting else None

    @property
    def is_odd(self) -> bool:
        """Some end was told that lies before the beginning: a clock somewhere is wrong."""
        return self.started_at is not None and bool(self.ends) and self.ends[0] < self.started_at

    @property
    def late_until(self) -> datetime | None:
        """The estimate that breaks the promised date, while the stage goes on."""
        if self.ended_at is not None or self.promised_at is None or self.expected_at is None:
            return None
        return self.expected_at if self.expected_at > self.promised_at else None


def merged(known: Known, row: StageRow, *, at: datetime) -> Known:
    """`known` with what `row` adds, told at `at`."""
    ends = tuple(sorted({*known.ends, row.ended_at})) if row.ended_at else known.ends
    after = replace(
        known, started_at=earliest((known.started_at, row.started_at)), ends=ends,
        promised_at=earliest((known.promised_at, row.promised_at)),
    )  # fmt: skip
    if not row.is_news:
        return after
    # Two sources that speak at one instant are ranked by what they say, so that the order does not matter.
    news = (row.said_at or at, row.is_delayed, row.expected_at or NEVER)
    if known.said_at is not None and news <= (known.said_at, known.is_delayed, known.expected_at or NEVER):
        return after
    return replace(after, said_at=news[0], is_delayed=row.is_delayed, expected_at=row.expected_at)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest of those that are there."""
    return min((moment for moment in moments if moment is not None), default=None)


def what_is_wrong(row: StageRow, *, at: datetime, names: frozenset[str]) -> str:
    """Why a telling cannot be true by itself, as a reason code; empty when nothing is wrong."""
    if not NAME.match(row.name):
        return "bad_name"
    if row.name not in names:
        return "unknown_stage"
    moments = [moment for moment in (row.started_at, row.ended_at, row.said_at) if moment is not None]
    if row.started_at is None and row.ended_at is None and row.promised_at is None and not row.is_news:
        return "no_stage_time"
    if any(moment > at + SKEW for moment in moments):
        return "in_the_future"
    if any(date > at + FARTHEST for date in (row.promised_at, row.expected_at) if date is not None):
        return "too_far_ahead"
    if row.started_at and row.ended_at and row.ended_at < row.started_at:
        return "ends_before_it_began"
    return ""


def is_before(row: StageRow, began_at: datetime) -> bool:
    """Whether a telling speaks of a time before its encounter."""
    moments = (row.started_at, row.ended_at, row.promised_at)
    return any(moment < began_at - SKEW for moment in moments if moment is not None)


def corrected(row: StageRow, skew: timedelta) -> StageRow:
    """The telling of a clock that runs `skew` ahead of ours, in our time. Promised dates are dates, not readings."""
    if not skew:
        return row
    return replace(
        row,
        started_at=row.started_at - skew if row.started_at else None,
        ended_at=row.ended_at - skew if row.ended_at else None,
        said_at=row.said_at - skew if row.said_at else None,
    )
