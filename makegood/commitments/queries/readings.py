from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from makegood.commitments.models import Clock
from makegood.commitments.rules.meter import ZERO, Pause, read
from makegood.commitments.rules.states import OPEN, ClockState
from makegood.commitments.rules.turns import Turn, whose_turn


@dataclass(frozen=True)
class ClockReading:
    """One clock read at an instant: what a promise chip shows.

    `share_used` is 0 at the start, 1 when due, more when overdue; `seconds_left` counts as the promise
    counts (working time for working days) and is negative when overdue. `statement` is in the reader's
    language. A clock that is over is read at its end.
    """

    clock_id: int
    subject_id: int
    commitment_code: str
    commitment_name: str
    statement: str
    version_id: int
    round: int
    state: str
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    share_used: float
    seconds_used: int
    seconds_left: int
    budget_kind: str
    pause_reason: str
    paused_since: datetime | None
    is_provisional: bool
    is_guarantee: bool
    is_public: bool
    target: float
    pauses: tuple[Pause, ...] = ()
    calendar_name: str = ""
    extended: int = 0
    may_extend: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.state == ClockState.BROKEN or (self.is_open and self.seconds_left < 0)

    @property
    def turn(self) -> Turn:
        """Who must do something next: us, the customer, somebody else, nobody."""
        return whose_turn(self.state, self.pause_reason)

    @property
    def is_due_soon(self) -> bool:
        return self.state == ClockState.RUNNING and self.share_used >= 0.8


def pauses_of(clock: Clock) -> list[Pause]:
    """The stored pauses of a clock as values."""
    return [
        Pause(datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None, reason, *evidence)
        for start, end, reason, *evidence in clock.pauses
    ]


def clocks_of(subject_kind: str, ids: Iterable[int], *, at: datetime) -> list[ClockReading]:
    """The clocks of these subjects read at `at`, in one query: open ones by urgency, then those over."""
    clocks = (
        Clock.objects.filter(subject_kind=subject_kind, subject_id__in=list(ids))
        .exclude(state=ClockState.WITHDRAWN)
        .select_related("commitment", "version__calendar__calendar")
        .defer("version__calendar__statutory", "version__calendar__corrections")
    )
    readings = [_read(clock, at) for clock in clocks]
    return sorted(readings, key=lambda r: (not r.is_open, r.due_at is None, r.due_at or r.started_at, r.clock_id))


def _read(clock: Clock, at: datetime) -> ClockReading:
    version, commitment = clock.version, clock.commitment
    terms, pauses = clock.terms(), pauses_of(clock)
    state, paused = _state(clock, pauses, at)
    reading = read(terms, clock.started_at, pauses, max(clock.ended_at or at, clock.started_at))
    return ClockReading(
        clock_id=clock.pk,
        subject_id=clock.subject_id,
        commitment_code=commitment.code,
        commitment_name=commitment.name,
        statement=version.statement,
        version_id=version.pk,
        round=clock.round,
        state=state,
        started_at=clock.started_at,
        due_at=clock.due_at,
        ended_at=clock.ended_at,
        share_used=reading.share,
        seconds_used=int(reading.used.total_seconds()),
        seconds_left=int(reading.left.total_seconds()),
        budget_kind=version.budget_kind,
        pause_reason=paused.reason if paused else "",
        paused_since=paused.start if paused else None,
        is_provisional=clock.is_provisional,
        is_guarantee=commitment.is_guarantee,
        is_public=commitment.is_public,
        target=float(version.target),
        pauses=tuple(pauses),
        calendar_name=version.calendar.calendar.name,
        extended=clock.extended,
        may_extend=clock.state in OPEN and reading.left >= ZERO and clock.extended < len(version.extensions),
    )


def _state(clock: Clock, pauses: list[Pause], at: datetime) -> tuple[str, Pause | None]:
    """A pause that has used up its limit is over although nothing has told the clock so."""
    if clock.state not in OPEN or not pauses or pauses[-1].start > at:
        return clock.state, None
    last = pauses[-1]
    if last.end is None or last.end > at:
        return ClockState.PAUSED, last
    return ClockState.RUNNING, None
