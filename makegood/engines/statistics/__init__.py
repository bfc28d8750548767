"""Honest numbers: a value with its interval and its n, or "not enough data".

Nouns: Measured (value, low, high, n), NotEnough (n, minimum).
Verbs: share_with_interval (Wilson), mean_with_interval (Student), bootstrap_interval (percentile
bootstrap), difference_of_shares (Newcombe), compare_shares (chi-squared, Fisher, Holm), survival
(Kaplan-Meier: how long things take while some go on). `feasibility` tries a promise on what happened.
"""

from makegood.engines.statistics.compare import Comparison, Pair, compare_shares
from makegood.engines.statistics.means import bootstrap_interval, mean_with_interval
from makegood.engines.statistics.measured import Measured, NotEnough
from makegood.engines.statistics.shares import difference_of_shares, share_with_interval, wilson
from makegood.engines.statistics.survival import Survival, survival

__all__ = [
    "Comparison",
    "Measured",
    "NotEnough",
    "Pair",
    "Survival",
    "bootstrap_interval",
    "compare_shares",
    "difference_of_shares",
    "mean_with_interval",
    "share_with_interval",
    "survival",
    "wilson",
]
