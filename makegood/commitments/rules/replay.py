"""A history of signals read through the versions of one promise: the same rounds in whatever order they came.

A round begins with the first start signal that a version in force covers, and is bound to that version
for good. Later start signals never restart it. It ends with the first stop or cancel signal, or when the subject
becomes something that the promise does not cover; a promise that repeats then waits for the next start. A signal
that both starts and stops (an answer, to a promise of the next one) renews: it begins a round only where it ended one.

At one instant a start comes first, then what resumes, pauses, stops, renews, cancels, and what else the subject became.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from makegood.commitments.rules.judgements import as_it_stands, canonical
from makegood.commitments.rules.meter import Pause, due_at
from makegood.commitments.rules.quality import as_corrected, first_failing, value_of
from makegood.commitments.rules.signals import ENDS_THE_WAIT, NEEDS_PROOF, REFILING, Heard
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
    has_left: bool = False  # cancelled because the promise no longer covers the subject
    is_failed: bool = False  # a quality that was not as promised
    extended: int = 0  # steps of more time that `terms.budget` holds already

    @property
    def is_over(self) -> bool:
        return self.stopped_at is not None or self.cancelled_at is not None

    def state_at(self, at: datetime) -> ClockState:
        """What the history amounts to at `at`, breaches included; overdue from the instant after `due`."""
        end = self.stopped_at or self.cancelled_at
        if self.is_failed:
            return ClockState.BROKEN
        if self.due is not None and self.due < (end or at):
            return ClockState.BROKEN
        if self.stopped_at is not None:
            return ClockState.KEPT
        if self.cancelled_at is not None:
            return ClockState.CANCELLED
        return self.open_state_at(at)

    def is_decided_by(self, at: datetime) -> bool:
        """Whether it was over, or overdue, at `at`."""
        end = self.stopped_at or self.cancelled_at
        return (end is not None and end <= at) or (self.due is not None and self.due < at)

    def open_state_at(self, at: datetime) -> ClockState:
        """Running or paused, whether or not it is overdue."""
        last = self.pauses[-1] if self.pauses else None
        is_paused = last is not None and (last.end is None or last.end > at)
        return ClockState.PAUSED if is_paused else ClockState.RUNNING


def replay(versions: Sequence[Terms], signals: Iterable[Heard]) -> list[Round]:
    """The rounds of one promise on one subject, oldest first, from all its signals in any order."""
    if any(terms.kind is BudgetKind.QUALITY for terms in versions):
        return _observed(versions, signals)
    versions, signals = _dated(versions, list(signals))
    rounds: list[Round] = []
    current: Round | None = None
    for heard in _in_order(versions, as_it_stands(versions, signals)):
        if current is None:
            if not rounds or rounds[-1].terms.repeats or rounds[-1].has_left:
                current = _begun(versions, heard)
            continue
        current = _told(current, heard)
        if current.is_over:
            rounds.append(_settled(current))
            current = _renewed(versions, rounds[-1], heard)
    return [*rounds, _settled(current)] if current else rounds


def _observed(versions: Sequence[Terms], signals: Iterable[Heard]) -> list[Round]:
    """One round a subject: kept from its first observation on, broken by the first that fails. Of a mean, none."""
    seen: list[Heard] = []
    bound: Terms | None = None
    for heard in as_corrected(one for one in signals if value_of(one) is not None):
        bound = bound or next((it for it in versions if _is_bound(it, heard)), None)
        if bound is not None and bound.is_started_by(heard.name, heard.facts):
            seen.append(heard)
    if not seen or bound is None or bound.quality is None:
        return []
    failing = first_failing(bound.quality, seen)
    end = (failing or seen[0]).at
    facts = (failing or seen[0]).facts
    return [Round(bound, seen[0].at, facts, stopped_at=end, due=end, is_failed=failing is not None)]


def _is_bound(terms: Terms, heard: Heard) -> bool:
    is_judged = terms.quality is not None and not terms.quality.is_mean
    return is_judged and terms.is_in_force(heard.at) and terms.is_started_by(heard.name, heard.facts)


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


def _in_order(versions: Sequence[Terms], signals: Sequence[Heard]) -> list[Heard]:
    """By time, then by `_rank`; what happened once is there once however often it was told."""
    ranks: dict[str, int] = {}
    found: list[Heard] = []
    for name in {heard.name for heard in signals}:
        ranks[name] = _rank(versions, name)
    for heard in sorted(signals, key=lambda s: (s.at, ranks[s.name], s.name)):
        if found and (found[-1].at, found[-1].name) == (heard.at, heard.name):
            found[-1] = min(found[-1], heard, key=lambda s: canonical(s.facts))
        else:
            found.append(heard)
    return found


def _rank(versions: Sequence[Terms], name: str) -> int:
    starts = any(name in terms.starts_on for terms in versions)
    stops = any(name in terms.stops_on for terms in versions)
    if starts:
        return 4 if stops else 0
    if stops:
        return 3
    places = {1: "resumes_on", 2: "pauses_on", 5: "cancels_on"}
    return next((n for n, part in places.items() if any(name in getattr(terms, part) for terms in versions)), 6)


def _begun(versions: Sequence[Terms], heard: Heard) -> Round | None:
    for terms in versions:
        if terms.is_in_force(heard.at) and terms.is_started_by(heard.name, heard.facts):
            return None if heard.name in terms.stops_on else Round(terms, heard.at, heard.facts)
    return None


def _renewed(versions: Sequence[Terms], over: Round, heard: Heard) -> Round | None:
    """The next round of a promise that repeats, where what ended the last one also starts one."""
    facts = {**over.facts, **heard.facts}
    if over.stopped_at is None or not over.terms.repeats:
        return None
    for terms in versions:
        if terms.is_in_force(heard.at) and terms.is_started_by(heard.name, facts):
            return Round(terms, heard.at, facts)
    return None


def _told(current: Round, heard: Heard) -> Round:
    terms = current.terms
    if heard.name in terms.stops_on:
        return replace(current, stopped_at=heard.at)
    if heard.name in terms.cancels_on:
        return replace(current, cancelled_at=heard.at)
    if heard.name in terms.extended_by:
        return _extended(current, heard)
    if heard.name in REFILING:
        current = _refiled(current, heard)
    return current if current.is_over else _paused(current, heard)


def _extended(current: Round, heard: Heard) -> Round:
    """The next step of more time, asked for while the promise could still be kept; any other changes nothing."""
    due, step = _settled(current).due, current.extended
    if current.terms.extended_by.index(heard.name) != step or (due is not None and due < heard.at):
        return current
    terms = replace(current.terms, budget=current.terms.budget + current.terms.extensions[step])
    return replace(current, terms=terms, extended=step + 1)


def _refiled(current: Round, heard: Heard) -> Round:
    """What the subject is now; a promise that fell due before stays with those who broke it."""
    facts = {**current.facts, **heard.facts}
    if not current.terms.covers(facts):
        return replace(current, cancelled_at=heard.at, has_left=True)
    due = _settled(current).due
    return current if due is not None and due < heard.at else replace(current, facts=facts)


def _paused(current: Round, heard: Heard) -> Round:
    """Pauses and resumptions. One without the proof that it needs is no pause."""
    terms, proof = current.terms, heard.facts.get("evidence")
    *earlier, last = _lapsed(current.pauses, terms.pause_limit, heard.at) or (None,)
    is_open = last is not None and last.end is None
    if heard.name in terms.pauses_on and not is_open and (proof is not None or heard.name not in NEEDS_PROOF):
        known = () if last is None else (*earlier, last)
        return replace(current, pauses=(*known, Pause(heard.at, None, heard.name, proof)))
    if last is not None and is_open and _resumes(terms, last, heard):
        return replace(current, pauses=(*earlier, last._replace(end=heard.at)))
    return current


def _resumes(terms: Terms, pause: Pause, heard: Heard) -> bool:
    if heard.name in terms.resumes_on:
        return True
    asked = ENDS_THE_WAIT.get(heard.name)
    return asked is not None and (asked, heard.facts.get("evidence")) == (pause.reason, pause.evidence)


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
