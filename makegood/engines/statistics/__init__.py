"""Honest numbers: a value with its interval and its n, or "not enough data".

Nouns: Measured (value, low, high, n), NotEnough (n, minimum).
Verbs: share_with_interval (Wilson), mean_with_interval (Student), bootstrap_interval (percentile
bootstrap), shares_differ (Newcombe).
"""

from makegood.engines.statistics.means import bootstrap_interval, mean_with_interval
from makegood.engines.statistics.measured import Measured, NotEnough
from makegood.engines.statistics.shares import difference_of_shares, share_with_interval, wilson

__all__ = [
    "Measured",
    "NotEnough",
    "bootstrap_interval",
    "difference_of_shares",
    "mean_with_interval",
    "share_with_interval",
    "wilson",
]
