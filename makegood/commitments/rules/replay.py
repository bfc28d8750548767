"""A history of signals read through the versions of one promise: the same rounds in whatever order they came.

A round begins with the first start signal that a version in force covers, and is bound to that version
for good. Later start signals never restart it. It ends with the first stop or cancel signal; a promise
that repeats then waits for the next start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from makegood.commitments.rules.meter import Pause, due_at
from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.states import ClockState
from makegood.commitments.rules.terms import BudgetKind, Terms


@dataclass(frozen=True)
class Round:
    """One clock as its history tells it. `due` is None while an endless pause holds it."""

    terms: Terms
    started_at: datetime
    facts: Any = field(default_factory=dict)
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None
    cancelled_at: datetime | None = None
    due: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.stopped_at is not None or self.cancelled_at is not None

    def state_at(self, at: datetime) -> ClockState:
        """What the history amounts to at `at`, breaches included; overdue from the instant after `due`."""
        end = self.stopped_at or self.cancelled_at
        if self.due is not None and self.due < (end or at):
            return ClockState.BROKEN
        if self.stopped_at is not None:
            return ClockState.KEPT
        if self.cancelled_at is not None:
            return ClockState.CANCELLED
        return self.open_state_at(at)

    def open_state_at(self, at: datetime) -> ClockState:
        """Running or paused, whether or not it is overdue."""
        last = self.pauses[-1] if self.pauses else None
        is_paused = last is not None and (last.end is None or last.end > at)
        return ClockState.PAUSED if is_paused else ClockState.RUNNING


def replay(versions: Sequence[Terms], signals: Iterable[Heard]) -> list[Round]:
    """The rounds of one promise on one subject, oldest first, from all its signals in any order."""
    versions, signals = _dated(versions, list(signals))
    rounds: list[Round] = []
    current: Round | None = None
    for heard in sorted(signals, key=lambda s: (s.at, _rank(versions, s.name), s.name)):
        if current is None:
            if not rounds or rounds[-1].terms.repeats:
                current = _begun(versions, heard)
            continue
        current = _told(current, heard)
        if current.is_over:
            rounds.append(_settled(current))
            current = None
    return [*rounds, _settled(current)] if current else rounds


def _dated(versions: Sequence[Terms], signals: Sequence[Heard]) -> tuple[list[Terms], list[Heard]]:
    """Promises kept by a date get theirs, the earliest that was told; without one such a promise is not owed yet."""
    known: list[Terms] = []
    for terms in versions:
        dates = [heard.at for heard in signals if heard.name in terms.dated_by]
        if dates:
            known.append(replace(terms, promised_at=min(dates)))
        elif terms.kind is not BudgetKind.PROMISED:
            known.append(terms)
    dating = frozenset[str]().union(*(terms.dated_by for terms in versions))
    return known, [heard for heard in signals if heard.name not in dating]


def _rank(versions: Sequence[Terms], name: str) -> int:
    """At one instant: begin, resume, pause, then end."""
    for place, field_name in enumerate(("starts_on", "resumes_on", "pauses_on")):
        if any(name in getattr(terms, field_name) for terms in versions):
            return place
    return 3


def _begun(versions: Sequence[Terms], heard: Heard) -> Round | None:
    for terms in versions:
        if terms.is_in_force(heard.at) and terms.is_started_by(heard.name, heard.facts):
            return Round(terms, heard.at, heard.facts)
    return None


def _told(current: Round, heard: Heard) -> Round:
    terms = current.terms
    if heard.name in terms.stops_on:
        return replace(current, stopped_at=heard.at)
    if heard.name in terms.cancels_on:
        return replace(current, cancelled_at=heard.at)
    *earlier, last = _lapsed(current.pauses, terms.pause_limit, heard.at) or (None,)
    if heard.name in terms.pauses_on and (last is None or last.end is not None):
        known = () if last is None else (*earlier, last)
        return replace(current, pauses=(*known, Pause(heard.at, None, heard.name)))
    if heard.name in terms.resumes_on and last is not None and last.end is None:
        return replace(current, pauses=(*earlier, last._replace(end=heard.at)))
    return current


def _lapsed(pauses: tuple[Pause, ...], limit: int | None, at: datetime) -> tuple[Pause, ...]:
    """The pauses as they stand at `at`: one that has used up its limit is over, and another may begin."""
    if not pauses or limit is None or pauses[-1].end is not None:
        return pauses
    until = pauses[-1].start + timedelta(seconds=limit)
    return (*pauses[:-1], pauses[-1]._replace(end=until)) if until <= at else pauses


def _settled(current: Round) -> Round:
    """Pauses cut at their limit and at the end of the round, and the due instant that follows."""
    limit = current.terms.pause_limit
    end = current.stopped_at or current.cancelled_at
    pauses = []
    for pause in current.pauses:
        ends = [moment for moment in (pause.end, end) if moment is not None]
        if limit is not None:
            ends.append(pause.start + timedelta(seconds=limit))
        pauses.append(pause._replace(end=min(ends, default=None)))
    settled = tuple(pauses)
    return replace(current, pauses=settled, due=due_at(current.terms, current.started_at, settled))
