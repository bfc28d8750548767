"""How long things take when some of them are not over yet.

The share over within a time is 1 - S of Kaplan and Meier (1958), JASA 53:457-481, with Greenwood's variance
(1926); without anything unfinished it is the plain share (ECDF). Its interval is Wilson's score interval at
the effective sample size n* = F(1 - F) / Var(F) (Dorey and Korn 1987, Statistics in Medicine 6:679-687),
which is exactly Wilson's interval of the plain share where nothing is unfinished.

Assumption: what is unfinished would have gone on like what was as old and did finish.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from makegood.engines.statistics.measured import Measured, NotEnough
from makegood.engines.statistics.shares import wilson

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Survival:
    """Times in order of length, as `survival` makes it: events before unfinished ones of the same length."""

    keys: Integers
    log_left: NDArray[np.float64]
    spread: NDArray[np.float64]
    unfinished: int

    @property
    def n(self) -> int:
        return len(self.keys)

    def share_within(self, limit: int, *, minimum: int = 1, confidence: float = 0.95) -> Measured | NotEnough:
        """The share over within the limit, in [0, 1]; NotEnough below `minimum` rows or where nothing is known."""
        if self.n < max(minimum, 1):
            return NotEnough(self.n, max(minimum, 1))
        place = int(np.searchsorted(self.keys, 2 * limit, side="right"))
        share = 1.0 - float(np.exp(self.log_left[place]))
        size = self._effective(place, share)
        if size < 1:
            return NotEnough(self.n, max(minimum, self.n + 1))
        low, high = wilson(share * size, size, confidence=confidence)
        return Measured(share, min(low, share), max(high, share), self.n)

    def _effective(self, place: int, share: float) -> float:
        """The number of finished rows that would say as much."""
        greenwood = float(self.spread[place])
        left = 1.0 - share
        if greenwood > 0 and left > 0:
            return min(float(self.n), share / (left * greenwood))
        # Nothing over yet, or everything: all who were watched as long as this, and all who were over.
        unfinished_before = int(np.count_nonzero(self.keys[:place] & 1))
        return float(self.n - unfinished_before)

    def limit_for(self, share: float, *, confidence: float = 0.95) -> Measured | NotEnough:
        """The limit within which the share is over, in the unit of the times, with its interval.

        Order statistics where everything up to the interval is finished: the ranks are quantiles of the
        binomial (Hahn and Meeker 1991, Statistical Intervals, 5.2). Else the limits at which the share's own
        interval holds `share` (Brookmeyer and Crowley 1982, Biometrics 38:29-41). NotEnough where the upper
        end lies beyond everything seen.
        """
        needed = ceil(log((1 - confidence) / 2) / log(share))
        if self.n < needed:
            return NotEnough(self.n, needed)
        low, high = _ranks(self.n, share, confidence)
        if high <= self.n and not np.any(self.keys[:high] & 1):
            middle = max(1, ceil(share * self.n - 1e-9))
            return Measured(self._time(middle), self._time(low), self._time(high), self.n)
        value = self._first(lambda found: found.value, share, confidence)
        low_end = self._first(lambda found: found.high, share, confidence)
        high_end = self._first(lambda found: found.low, share, confidence)
        if value is None or high_end is None or low_end is None:
            return NotEnough(self.n, max(needed, self.n + 1))
        return Measured(value, low_end, high_end, self.n)

    def _time(self, rank: int) -> float:
        return float(self.keys[rank - 1] >> 1)

    def _first(self, part: Callable[[Measured], float], share: float, confidence: float) -> float | None:
        """The shortest seen time at which this part of the answer reaches the share."""
        low, high = 0, self.n
        while low < high:
            middle = (low + high) // 2
            found = self.share_within(int(self.keys[middle] >> 1), confidence=confidence)
            reached = isinstance(found, Measured) and part(found) >= share - 1e-12
            low, high = (low, middle) if reached else (middle + 1, high)
        return None if low == self.n else float(self.keys[low] >> 1)


def survival(times: Integers, is_over: NDArray[np.bool_]) -> Survival:
    """From times in any whole unit (below 2⁶²) and whether each was over by then, or only watched so long."""
    keys = np.sort((times << 1) | ~is_over)
    left = np.arange(len(keys), 0, -1, dtype=np.float64)
    events = (keys & 1) == 0
    log_left, spread = np.zeros(len(keys) + 1), np.zeros(len(keys) + 1)
    with np.errstate(divide="ignore"):
        np.cumsum(np.where(events, np.log1p(-1 / left), 0.0), out=log_left[1:])
        np.cumsum(np.where(events & (left > 1), 1 / (left * np.maximum(left - 1, 1)), 0.0), out=spread[1:])
    return Survival(keys, log_left, spread, int(len(keys) - np.count_nonzero(events)))


def _ranks(n: int, share: float, confidence: float) -> tuple[int, int]:
    """The widest low and narrowest high rank with at most (1 - confidence) / 2 outside on either side."""
    tail = (1 - confidence) / 2
    low = max(1, _quantile(tail, n, share))
    return low, _quantile(1 - tail, n, share) + 1


def _quantile(probability: float, n: int, share: float) -> int:
    """The smallest k with P(X <= k) >= probability, X binomial."""
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if bdtr(middle, n, share) >= probability else (middle + 1, high)
    return low
