"""How much was going on at once, and whether that is what breaks the promise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engines.statistics.compare import fisher
from makegood.engines.statistics.measured import Measured, NotEnough
from makegood.engines.statistics.shares import share_with_interval

Integers = NDArray[np.int64]
STEPS = (1, 2, 3, 4, 5, 6, 8, 11, 16, 26, 51, 101, 201, 501, 1001)
CHANCE = 0.05


@dataclass(frozen=True)
class LoadStep:
    """What began while `low` to `high` (None: or more) were going on in its branch, itself included."""

    low: int
    high: int | None
    kept: int
    n: int
    share: Measured | NotEnough


@dataclass(frozen=True)
class Bottleneck:
    """From `at_once` upwards the promise is kept less often: the two shares, and how likely chance alone is."""

    at_once: int
    below: Measured | NotEnough
    above: Measured | NotEnough
    p_value: float


def going_on(groups: NDArray[np.int32], starts: Integers, ends: Integers) -> Integers:
    """How many of each interval's group were open at its start, itself included; ends count as gone."""
    if not starts.size:
        return np.empty(0, dtype=np.int64)
    first = int(starts.min())
    span = int(max(ends.max(), starts.max())) - first + 2
    if span * (int(groups.max()) + 1) >= 2**62:
        raise ValueError("too many groups over too long a time")
    offset = groups.astype(np.int64) * span - first
    begun = starts + offset
    order = np.argsort(begun)
    begun = begun[order]
    gone = np.searchsorted(np.sort(np.maximum(ends, starts + 1) + offset), begun, side="right")
    # All that began at the same instant are counted for each of them.
    open_now = np.searchsorted(begun, begun, side="right") - gone
    found = np.empty(len(starts), dtype=np.int64)
    found[order] = open_now
    return found


def load_steps(open_now: Integers, is_kept: NDArray[np.bool_], *, minimum: int) -> list[LoadStep]:
    """The share kept by how much was going on, in steps that widen; only steps that occurred."""
    edges = np.array(STEPS)
    step = np.searchsorted(edges, open_now, side="right") - 1
    n = np.bincount(step, minlength=len(STEPS))
    kept = np.bincount(step[is_kept], minlength=len(STEPS))
    highs = [*(edge - 1 for edge in STEPS[1:]), None]
    return [
        LoadStep(
            STEPS[k], highs[k], int(kept[k]), int(n[k]), share_with_interval(int(kept[k]), int(n[k]), minimum=minimum)
        )
        for k in range(len(STEPS))
        if n[k]
    ]


def bottleneck(steps: list[LoadStep], *, target: float, minimum: int) -> Bottleneck | None:
    """The step from which the promise is kept below its target and less often than before, beyond chance.

    Of all places to cut, the one that tells the two sides apart best, by Fisher's exact test; its p-value is
    multiplied by the number of places tried (Bonferroni). None where no cut passes.
    """
    found: list[Bottleneck] = []
    cuts = range(1, len(steps))
    for cut in cuts:
        (kept, n), (kept_above, n_above) = _sum(steps[:cut]), _sum(steps[cut:])
        if min(n, n_above) < minimum or kept_above / n_above >= min(target, kept / n):
            continue
        p_value = min(1.0, len(cuts) * fisher((kept, n), (kept_above, n_above)))
        below, above = share_with_interval(kept, n), share_with_interval(kept_above, n_above)
        found.append(Bottleneck(steps[cut].low, below, above, p_value))
    best = min(found, key=lambda one: one.p_value, default=None)
    return best if best is not None and best.p_value < CHANCE else None


def _sum(steps: list[LoadStep]) -> tuple[int, int]:
    return sum(step.kept for step in steps), sum(step.n for step in steps)
