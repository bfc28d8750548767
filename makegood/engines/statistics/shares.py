"""Shares of a population, with intervals that stay honest near 0 and 1 and for small n."""

from functools import lru_cache
from math import sqrt
from statistics import NormalDist

from makegood.engines.statistics.measured import Measured, NotEnough


@lru_cache(maxsize=32)
def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(count: float, n: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval of a share, both ends in [0, 1] (Wilson 1927, JASA 22:209-212).

    ValueError unless 0 <= count <= n and n > 0.
    """
    if n <= 0 or not 0 <= count <= n:
        raise ValueError("0 <= count <= n and n > 0 are needed")
    z = _z(confidence)
    share = count / n
    shrunk = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrunk
    half = z / shrunk * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return low, high


def share_with_interval(count: int, n: int, *, minimum: int = 1, confidence: float = 0.95) -> Measured | NotEnough:
    """The share count / n in [0, 1] with its Wilson interval; NotEnough below `minimum` rows."""
    if n < max(minimum, 1):
        return NotEnough(n, max(minimum, 1))
    low, high = wilson(count, n, confidence=confidence)
    return Measured(count / n, low, high, n)


def difference_of_shares(
    first: tuple[int, int], second: tuple[int, int], *, minimum: int = 1, confidence: float = 0.95
) -> Measured | NotEnough:
    """First share minus second, each given as (count, n), with its interval in [-1, 1].

    Hybrid score interval, method 10 of Newcombe (1998), Statistics in Medicine 17:873-890. The two differ
    beyond chance where the interval leaves out zero. `n` is the smaller of the two.
    """
    n = min(first[1], second[1])
    if n < max(minimum, 1):
        return NotEnough(n, max(minimum, 1))
    p, q = first[0] / first[1], second[0] / second[1]
    (p_low, p_high), (q_low, q_high) = (wilson(*pair, confidence=confidence) for pair in (first, second))
    low = p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    return Measured(p - q, max(-1.0, low), min(1.0, high), n)
