"""Verdicts and entries that follow from a batch of clocks, written together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from makegood import journal
from makegood.commitments.events import (
    BreachWithdrawn,
    PromiseBroken,
    PromiseKept,
    PromisesMeasured,
    PromiseStarted,
)
from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.queries.promises import Promise
from makegood.commitments.rules.states import ClockState, Outcome
from makegood.kit.actor import Actor

_DECIDED = {ClockState.KEPT: Outcome.KEPT, ClockState.BROKEN: Outcome.BROKEN}
ClockEvent = PromiseStarted | PromiseKept | PromiseBroken | BreachWithdrawn
Dated = tuple[ClockEvent, datetime]


@dataclass
class Outcomes:
    """Collects what became of each clock, then writes new verdicts and tells the journal.

    A verdict that stands is left alone; one that no longer holds is superseded by the next number.
    In backfill mode the journal hears one sum a promise instead of every clock.
    """

    at: datetime
    by: Actor
    is_backfill: bool = field(default_factory=lambda: journal.current_mode() is journal.Mode.BACKFILL)
    _noted: list[tuple[Clock, Outcome | None, Promise]] = field(default_factory=list)

    def note(self, clock: Clock, state: ClockState | None, promise: Promise) -> None:
        """What the clock came to; None when it is gone."""
        self._noted.append((clock, _DECIDED.get(state) if state else None, promise))

    def write(self, new: set[int]) -> None:
        """Everything at once; `new` are the clocks that began in this batch."""
        last = last_verdicts(clock.pk for clock, _, _ in self._noted if clock.pk not in new)
        verdicts: list[ClockVerdict] = []
        told: list[Dated] = []
        overturned: list[ClockVerdict] = []
        for clock, outcome, promise in self._noted:
            if clock.pk in new:
                told.append((started(clock), clock.started_at))
            before = last.get(clock.pk)
            verdict = self._next_verdict(clock, outcome, before)
            if verdict is None:
                continue
            if before is not None:
                before.superseded_at = verdict.counted_at
                overturned.append(before)
            verdicts.append(verdict)
            told += announcements(clock, verdict, before, promise, at=self.at)
        ClockVerdict.objects.bulk_update(overturned, ["superseded_at"], batch_size=500)
        ClockVerdict.objects.bulk_create(verdicts, batch_size=2_000)
        self._tell(told)

    def _next_verdict(self, clock: Clock, outcome: Outcome | None, before: ClockVerdict | None) -> ClockVerdict | None:
        standing = None if before is None or before.outcome == Outcome.VOID else before
        if outcome is None:
            if standing is None:
                return None
            outcome, decided_at = Outcome.VOID, self.at
        else:
            decided_at = _moment(clock, outcome)
            if standing and (standing.outcome, standing.decided_at) == (outcome, decided_at):
                return None
        number = before.number + 1 if before else 1
        counted_at = counted_after(before, self.at)
        return ClockVerdict(clock=clock, number=number, outcome=outcome, decided_at=decided_at, counted_at=counted_at)

    def _tell(self, told: list[Dated]) -> None:
        if not self.is_backfill:
            journal.record_many([e for e, _ in told], by=self.by, at=self.at, dated=[at for _, at in told])
            return
        counts: Counter[tuple[int, str]] = Counter()
        for event, _ in told:
            counts[event.commitment_id, type(event).__name__] += 1
        sums = [
            PromisesMeasured(pk, counts[pk, "PromiseStarted"], counts[pk, "PromiseKept"], counts[pk, "PromiseBroken"])
            for pk in sorted({pk for pk, _ in counts})
        ]
        journal.record_many(sums, by=self.by, at=self.at)


def counted_after(before: ClockVerdict | None, at: datetime) -> datetime:
    """When a verdict began to count: never before the one it follows, however news is dated."""
    return at if before is None else max(at, before.counted_at)


def _moment(clock: Clock, outcome: Outcome) -> datetime:
    moment = clock.due_at if outcome is Outcome.BROKEN else clock.ended_at
    assert moment is not None
    return moment


def last_verdicts(clock_ids: Iterable[int]) -> dict[int, ClockVerdict]:
    """The verdict of each clock that nothing has superseded, void ones included."""
    standing = ClockVerdict.objects.filter(clock__in=list(clock_ids), superseded_at__isnull=True)
    return {verdict.clock_id: verdict for verdict in standing}


def started(clock: Clock) -> PromiseStarted:
    return PromiseStarted(*_about(clock))


def announcements(
    clock: Clock, verdict: ClockVerdict, before: ClockVerdict | None, promise: Promise, *, at: datetime
) -> list[Dated]:
    """What the other rooms hear of a new verdict: only a changed outcome is news."""
    old = before.outcome if before else Outcome.VOID
    told: list[Dated] = []
    if old == Outcome.BROKEN and verdict.outcome != Outcome.BROKEN:
        told.append((BreachWithdrawn(*_about(clock), verdict=verdict.number), at))
    if verdict.outcome == Outcome.KEPT and old != Outcome.KEPT:
        told.append((PromiseKept(*_about(clock), verdict=verdict.number), verdict.decided_at))
    if verdict.outcome == Outcome.BROKEN and old != Outcome.BROKEN:
        told.append((broken(clock, verdict.number, promise.commitment.remedy_code), verdict.decided_at))
    return told


def broken(clock: Clock, number: int, remedy_code: str) -> PromiseBroken:
    return PromiseBroken(*_about(clock), verdict=number, remedy_code=remedy_code)


def _about(clock: Clock) -> tuple[int, int, int, str, int, int | None]:
    return (
        clock.pk, clock.commitment_id, clock.version_id, clock.subject_kind, clock.subject_id, clock.branch_id,
    )  # fmt: skip
