"""Would a promise have been kept? One time limit tried on everything that happened, and where it breaks.

Sources: `survival` for shares and limits, `compare` for the tests, `load` for what goes on at once.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from makegood.engines.statistics.compare import below, holm
from makegood.engines.statistics.load import Bottleneck, LoadStep, bottleneck, going_on, load_steps
from makegood.engines.statistics.measured import Measured, NotEnough
from makegood.engines.statistics.shares import share_with_interval
from makegood.engines.statistics.survival import Survival, survival

Integers = NDArray[np.int64]
SHARES = (0.9, 0.95, 0.99)
PARTS = ((0, 6), (6, 11), (11, 14), (14, 17), (17, 21), (21, 24))  # night, morning, noon, afternoon, evening, late
WEEK = 168
CHANCE = 0.05


class Standing(StrEnum):
    """What history says of a promise beside its target."""

    NOT_ENOUGH = "not_enough"
    BREAKS = "breaks"  # the estimate lies below the target
    UNSURE = "unsure"  # the estimate reaches the target, the lower end of its interval does not
    HOLDS = "holds"


@dataclass(frozen=True)
class Intervals:
    """Columns of equal length, one row for each time the promise would have been given.

    `needed` is the least limit that would have kept it (any whole unit); `is_over` False says that it was
    only watched so long. `starts` and `ends` are microseconds, `hours` and `end_hours` 24 × weekday + hour of
    start and end by the local clock, `groups` small codes of the branches.
    """

    starts: Integers
    ends: Integers
    needed: Integers
    is_over: NDArray[np.bool_]
    hours: NDArray[np.int16]
    end_hours: NDArray[np.int16]
    groups: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True)
class CurvePoint:
    limit: int
    share: Measured | NotEnough


@dataclass(frozen=True)
class Spot:
    """A branch at a part of a weekday where the promise breaks more often than elsewhere, beyond chance.

    `missed` is how many more it broke there than elsewhere's share would have.
    """

    group: int
    weekday: int
    part: int
    kept: int
    n: int
    share: Measured | NotEnough
    p_value: float
    missed: float


@dataclass(frozen=True)
class Feasibility:
    """The answer for one limit. `sure` and `at_best` count what is unfinished within it as broken, as kept."""

    limit: int
    target: float
    n: int
    unfinished: int
    share: Measured | NotEnough
    sure: float
    at_best: float
    standing: Standing
    curve: list[CurvePoint]
    limits: dict[float, Measured | NotEnough]
    kept_by_cell: Integers
    n_by_cell: Integers
    begun_by_hour: Integers
    ended_by_hour: Integers
    spots: list[Spot]
    loads: list[LoadStep]
    bottleneck: Bottleneck | None


class History:
    """Intervals made ready, so that many limits can be tried."""

    def __init__(self, intervals: Intervals, *, groups: int, minimum: int = 30) -> None:
        self.intervals, self.groups, self.minimum = intervals, max(groups, 1), minimum

    @cached_property
    def times(self) -> Survival:
        return survival(self.intervals.needed, self.intervals.is_over)

    @cached_property
    def open_now(self) -> Integers:
        """How many of the branch were going on when each began, itself included."""
        return going_on(self.intervals.groups, self.intervals.starts, self.intervals.ends)

    @cached_property
    def cells(self) -> Integers:
        """Branch × hour of the week, as one number."""
        return self.intervals.groups.astype(np.int64) * WEEK + self.intervals.hours

    def try_limit(self, limit: int, *, target: float, steps: list[int]) -> Feasibility:
        """What would have come of this limit; the curve is read at `steps`."""
        rows = self.intervals
        too_long = rows.needed > limit
        decided = rows.is_over | too_long
        is_kept = decided & ~too_long
        open_within = len(rows) - int(np.count_nonzero(decided))
        kept = int(np.count_nonzero(is_kept))
        share = self.times.share_within(limit, minimum=self.minimum)
        size = self.groups * WEEK
        kept_by_cell, n_by_cell = (
            np.bincount(self.cells[mask], minlength=size).reshape(self.groups, WEEK) for mask in (is_kept, decided)
        )
        loads = load_steps(self.open_now[decided], is_kept[decided], minimum=self.minimum)
        return Feasibility(
            limit, target, len(rows), int(np.count_nonzero(~rows.is_over)), share,
            kept / max(len(rows), 1), (kept + open_within) / max(len(rows), 1), standing(share, target),
            [CurvePoint(step, self.times.share_within(step, minimum=self.minimum)) for step in steps],
            {wanted: self.times.limit_for(wanted) for wanted in SHARES},
            kept_by_cell, n_by_cell, *self._flow(), spots(kept_by_cell, n_by_cell, minimum=10), loads,
            bottleneck(loads, target=target, minimum=self.minimum),
        )  # fmt: skip

    def _flow(self) -> tuple[Integers, Integers]:
        """Beginnings and endings by branch and hour of the week."""
        rows, shape = self.intervals, (self.groups, WEEK)
        over = rows.groups[rows.is_over].astype(np.int64) * WEEK + rows.end_hours[rows.is_over]
        begun, ended = (np.bincount(where, minlength=self.groups * WEEK) for where in (self.cells, over))
        return begun.reshape(shape), ended.reshape(shape)


def standing(share: Measured | NotEnough, target: float) -> Standing:
    """Where a share stands beside the target."""
    if isinstance(share, NotEnough):
        return Standing.NOT_ENOUGH
    if share.value < target:
        return Standing.BREAKS
    return Standing.HOLDS if share.low >= target else Standing.UNSURE


def spots(kept: Integers, n: Integers, *, minimum: int) -> list[Spot]:
    """Each branch at each part of each weekday against all the others together, by one-sided Fisher tests with
    Holm's adjustment; those that pass, the most missed first. Parts of fewer than `minimum` are not tested."""
    kept_parts, n_parts = (_by_part(cells) for cells in (kept, n))
    all_kept, all_n = int(kept.sum()), int(n.sum())
    tested = [tuple(int(k) for k in place) for place in np.argwhere(n_parts >= minimum)]
    pairs = [(int(kept_parts[place]), int(n_parts[place])) for place in tested]
    chances = holm([below((a, m), (all_kept - a, all_n - m)) if m < all_n else 1.0 for a, m in pairs])
    found = []
    for (group, weekday, part), (a, m), chance in zip(tested, pairs, chances, strict=True):
        if chance < CHANCE:
            elsewhere = (all_kept - a) / (all_n - m)
            share = share_with_interval(a, m)
            found.append(Spot(group, weekday, part, a, m, share, chance, m * elsewhere - a))
    return sorted(found, key=lambda spot: -spot.missed)


def _by_part(cells: Integers) -> Integers:
    """Branch × hour of the week as branch × weekday × part of the day."""
    hours = cells.reshape(len(cells), 7, 24)
    return np.stack([hours[:, :, low:high].sum(axis=2) for low, high in PARTS], axis=2)
