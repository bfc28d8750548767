"""Do shares differ between groups, or is it chance?

All together: Pearson's chi-squared (1900). Where an expected count is below five (Cochran 1954, Biometrics
10:417-451) its distribution is drawn, all margins held as they are, and p = (1 + as extreme) / (1 + draws)
(Davison and Hinkley 1997, Bootstrap Methods, 4.2). In pairs: Fisher's exact test (1935), with p-values adjusted
by Holm (1979), Scandinavian Journal of Statistics 6:65-70, and Newcombe's interval of the difference.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, gammaln

from makegood.engines.statistics.measured import Measured, NotEnough
from makegood.engines.statistics.shares import difference_of_shares

DRAWS, SEED = 9_999, 20_261_122
FEW = 5.0


@dataclass(frozen=True)
class Pair:
    """Two groups: the first's share minus the second's with its interval, and the adjusted p-value."""

    first: Hashable
    second: Hashable
    difference: Measured | NotEnough
    p_value: float


@dataclass(frozen=True)
class Comparison:
    """`p_value` of all groups being alike; `left_out` had too few rows. `pairs` that differ come first.

    `method` is "chi_squared" or "drawn".
    """

    p_value: float
    method: str
    groups: int
    n: int
    pairs: list[Pair]
    left_out: list[Hashable]

    def differs(self, level: float = 0.05) -> bool:
        """Whether the groups differ beyond chance."""
        return self.p_value < level

    def apart(self, level: float = 0.05) -> list[Pair]:
        """The pairs that differ beyond chance; none unless the groups as a whole do."""
        return [pair for pair in self.pairs if pair.p_value < level] if self.differs(level) else []


def compare_shares(counts: Mapping[Hashable, tuple[int, int]], *, minimum: int = 10) -> Comparison | NotEnough:
    """Groups as (count, n). Groups below `minimum` rows are left out; NotEnough with fewer than two left."""
    kept = {name: pair for name, pair in counts.items() if pair[1] >= minimum}
    left_out = [name for name in counts if name not in kept]
    if len(kept) < 2:
        return NotEnough(sum(n for _count, n in counts.values()), 2 * minimum)
    hits = np.array([count for count, _n in kept.values()], dtype=np.int64)
    sizes = np.array([n for _count, n in kept.values()], dtype=np.int64)
    p_value, method = _overall(hits, sizes)
    return Comparison(p_value, method, len(kept), int(sizes.sum()), _pairs(kept), left_out)


def _overall(hits: NDArray[Any], sizes: NDArray[Any]) -> tuple[float, str]:
    total, n = int(hits.sum()), int(sizes.sum())
    if total in (0, n):
        return 1.0, "chi_squared"
    statistic = _chi_squared(hits, sizes, total / n)
    if float(sizes.min()) * min(total, n - total) / n >= FEW:
        return float(chdtrc(len(sizes) - 1, float(statistic))), "chi_squared"
    drawn = np.random.default_rng(SEED).multivariate_hypergeometric(sizes, total, DRAWS, method="marginals")
    extreme = int(np.count_nonzero(_chi_squared(drawn, sizes, total / n) >= float(statistic) - 1e-9))
    return (1 + extreme) / (1 + DRAWS), "drawn"


def _chi_squared(hits: NDArray[Any], sizes: NDArray[Any], share: float) -> NDArray[Any]:
    expected = sizes * share
    found: NDArray[Any] = ((hits - expected) ** 2 / (sizes * share * (1 - share))).sum(axis=-1)
    return found


def _pairs(groups: Mapping[Hashable, tuple[int, int]]) -> list[Pair]:
    names = list(groups)
    both = [(a, b) for k, a in enumerate(names) for b in names[k + 1 :]]
    raw = [fisher(groups[a], groups[b]) for a, b in both]
    found = [
        Pair(a, b, difference_of_shares(groups[a], groups[b]), p) for (a, b), p in zip(both, holm(raw), strict=True)
    ]
    return sorted(found, key=lambda pair: pair.p_value)


def fisher(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Two-sided p-value of two shares given as (count, n): all tables as unlikely as this one or more so."""
    low, chances = _tables(first[1], second[1], first[0] + second[0])
    place = first[0] - low
    if not 0 <= place < len(chances):
        return 0.0
    return min(1.0, float(chances[chances <= chances[place] * (1 + 1e-7)].sum()))


def below(first: tuple[int, int], second: tuple[int, int]) -> float:
    """One-sided p-value of the first share being this low beside the second's, by Fisher's exact test."""
    low, chances = _tables(first[1], second[1], first[0] + second[0])
    return min(1.0, float(chances[: max(0, first[0] - low + 1)].sum()))


def _tables(n: int, m: int, total: int) -> tuple[int, NDArray[Any]]:
    """The first count that matters and the hypergeometric chances from it on; what is left out is below 1e-300."""
    mean = n * total / (n + m)
    deviation = sqrt(max(mean * (m / (n + m)) * (n + m - total) / max(n + m - 1, 1), 1.0))
    low = max(0, total - m, int(mean - 40 * deviation))
    k = np.arange(low, min(n, total, int(mean + 40 * deviation) + 1) + 1)
    weights = _log_choose(n, k) + _log_choose(m, total - k)
    chances = np.exp(weights - weights.max())
    found: NDArray[Any] = chances / chances.sum()
    return low, found


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values in the same order: the chance of rejecting any true "no difference" stays below the level."""
    found = [0.0] * len(p_values)
    worst = 0.0
    for place, k in enumerate(sorted(range(len(p_values)), key=lambda k: p_values[k])):
        worst = max(worst, min(1.0, (len(p_values) - place) * p_values[k]))
        found[k] = worst
    return found


def _log_choose(n: int, k: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found
