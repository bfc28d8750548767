"""Means, with intervals."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from makegood.engines.statistics.measured import Measured, NotEnough


def mean_with_interval(
    values: Sequence[float] | ArrayLike, *, minimum: int = 2, confidence: float = 0.95
) -> Measured | NotEnough:
    """The mean in the unit of the values, with the t interval (Student 1908, Biometrika 6:1-25)."""
    sample = np.asarray(values, dtype=np.float64)
    needed = max(minimum, 2)
    if sample.size < needed:
        return NotEnough(int(sample.size), needed)
    mean = float(sample.mean())
    error = float(sample.std(ddof=1)) / float(np.sqrt(sample.size))
    half = float(stdtrit(sample.size - 1, 0.5 + confidence / 2)) * error
    return Measured(mean, mean - half, mean + half, int(sample.size))


def bootstrap_interval(
    values: Sequence[float] | ArrayLike,
    *,
    minimum: int = 10,
    confidence: float = 0.95,
    rounds: int = 2_000,
    seed: int = 20_261_122,
) -> Measured | NotEnough:
    """The mean with a percentile bootstrap interval (Efron 1979, Annals of Statistics 7:1-26).

    For skewed values such as money or waiting times. The seed is fixed, so the same rows always give the
    same interval.
    """
    sample = np.asarray(values, dtype=np.float64)
    if sample.size < max(minimum, 2):
        return NotEnough(int(sample.size), max(minimum, 2))
    dice = np.random.default_rng(seed)
    means = np.array([dice.choice(sample, sample.size).mean() for _ in range(rounds)])
    low, high = np.quantile(means, [0.5 - confidence / 2, 0.5 + confidence / 2])
    return Measured(float(sample.mean()), float(low), float(high), int(sample.size))
