"""What happened, as columns on which a promise can be tried: for each time it would have been given, the least time
limit that would have kept it. Exact: a round is kept by `replay` with a limit if, and only if, it needs no more.

The unit is the microsecond, the working day for promises of working days, the lateness for promised dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import numpy as np
from numpy.typing import NDArray

from makegood.commitments.rules.replay import Round
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar.needed import needed_days, needed_time
from makegood.engines.calendar.vectors import working_between

Integers = NDArray[np.int64]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICRO = timedelta(microseconds=1)
SECOND = 1_000_000


@dataclass(frozen=True)
class Past:
    """Columns of equal length. `ends` is when it was over or, where `is_over` is False, until when it was watched."""

    starts: Integers
    ends: Integers
    needed: Integers
    is_over: NDArray[np.bool_]
    branches: Integers

    def __len__(self) -> int:
        return len(self.starts)

    def joined(self, other: Past) -> Past:
        """Both, one after the other."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Past(*(np.concatenate(pair) for pair in pairs))  # type: ignore[arg-type]

    def where(self, rows: NDArray[np.bool_]) -> Past:
        """Some of the rows."""
        return Past(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def limit_of(terms: Terms) -> int:
    """The promise's own limit in the unit of `needed`."""
    if terms.kind is BudgetKind.PROMISED:
        return 0
    return terms.budget if terms.kind is BudgetKind.WORKING_DAYS else terms.budget * SECOND


def micros(at: datetime) -> int:
    return (at - EPOCH) // MICRO


def past_of_intervals(terms: Terms, starts: Integers, ends: Integers, branches: Integers, *, until: datetime) -> Past:
    """Starts with the first stop after each, -1 where there is none yet; nothing paused or cancelled."""
    is_over = ends >= 0
    ends = np.where(is_over, ends, max(micros(until), int(starts.max(initial=0))))
    return Past(starts, ends, _needed(terms, starts, ends), is_over, branches)


def past_of_rounds(terms: Terms, rounds: Sequence[Round], *, until: datetime) -> Past:
    """Rounds with whatever happened to them. What was cancelled was watched until then."""
    ends = [found.stopped_at or found.cancelled_at or until for found in rounds]
    over = np.array([found.stopped_at is not None for found in rounds], dtype=bool)
    past = Past(
        _column(micros(found.started_at) for found in rounds),
        _column(micros(end) for end in ends),
        _needed_with_pauses(terms, rounds, ends),
        over,
        _column(_branch(found) for found in rounds),
    )
    # A date that lies ahead still says nothing: it is neither kept nor broken.
    return past.where(over | (past.needed > 0)) if terms.kind is BudgetKind.PROMISED else past


def _needed(terms: Terms, starts: Integers, ends: Integers) -> Integers:
    if terms.kind is BudgetKind.WORKING_DAYS:
        return needed_days(terms.calendar, starts, ends)
    if terms.kind is BudgetKind.WORKING_SECONDS:
        return needed_time(terms.calendar, starts, ends)
    return cast(Integers, np.maximum(ends - starts, 0))


def _needed_with_pauses(terms: Terms, rounds: Sequence[Round], ends: Sequence[datetime]) -> Integers:
    if terms.kind is BudgetKind.PROMISED:
        dates = (found.terms.promised_at or end for found, end in zip(rounds, ends, strict=True))
        late = _column(micros(at) for at in ends) - _column(micros(at) for at in dates)
        return cast(Integers, np.maximum(late, 0))
    owners: list[int] = []
    rows: list[tuple[int, int, int]] = []
    for owner, (found, end) in enumerate(zip(rounds, ends, strict=True)):
        legs = list(_legs(terms, found, end))
        owners += [owner] * len(legs)
        rows += legs
    if not rows:
        return np.zeros(0, dtype=np.int64)
    begun, points, spared = (_column(column) for column in zip(*rows, strict=True))
    needed, of = _needed(terms, begun, points), np.array(owners)
    if terms.kind is BudgetKind.WORKING_DAYS:
        needed = np.maximum(needed - spared, 1)
    else:
        needed += _spent_before(terms, begun, points - spared, of)
    found_needed = np.zeros(len(rounds), dtype=np.int64)
    np.maximum.at(found_needed, of, needed)
    # More time that was granted on the way is taken as granted, whatever limit is tried.
    granted = _column(limit_of(found.terms) for found in rounds) - limit_of(terms)
    least = 1 if terms.kind is BudgetKind.WORKING_DAYS else 0
    return np.where(granted > 0, np.maximum(found_needed - granted, least), found_needed)


def _legs(terms: Terms, found: Round, end: datetime) -> Iterable[tuple[int, int, int]]:
    """Each stretch that the limit must outlast: where it is counted from, up to where, and what does not count.

    A limit that is used up when a pause begins is due then, so it must reach one microsecond further.
    """
    since, spared = found.started_at, 0
    by_days = terms.kind is BudgetKind.WORKING_DAYS
    for pause in (pause for pause in found.pauses if pause.start < end):
        yield micros(since), micros(pause.start) + 1, spared if by_days else 1
        if pause.end is None or pause.end > end:
            return
        if by_days:
            spared += terms.calendar.working_days_between(pause.start, pause.end)
        else:
            since = pause.end
    if since <= end:
        yield micros(since), micros(end), spared if by_days else 0


def _spent_before(terms: Terms, begun: Integers, points: Integers, of: NDArray[np.int64]) -> Integers:
    """What the earlier stretches of the same round have used up."""
    if terms.kind is BudgetKind.WORKING_SECONDS:
        used = working_between(terms.calendar, begun.view("datetime64[us]"), points.view("datetime64[us]")).view(
            np.int64
        )
    else:
        used = points - begun
    total = np.cumsum(used) - used
    first = np.searchsorted(of, of, side="left")
    return total - total[first]


def _branch(found: Round) -> int:
    branch = found.facts.get("branch_id")
    return branch if isinstance(branch, int) else -1


def _column(values: Iterable[int]) -> Integers:
    return np.fromiter(values, dtype=np.int64)
