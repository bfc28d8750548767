"""Interval bars from what the statistics say."""

from __future__ import annotations

from makegood.engines.statistics import Measured, NotEnough
from makegood.panels.presenters import IntervalBar
from makegood.panels.presenters.promise import Words


def share_bar(label: Words, share: Measured | NotEnough, *, href: str = "", target: float | None = None) -> IntervalBar:
    """A share of 0 to 1 drawn in per cent; ``target`` is a share too."""
    wanted = None if target is None else 100 * target
    if isinstance(share, NotEnough):
        return IntervalBar(label, share.n, share.minimum, target=wanted, href=href)
    values = (100 * share.value, 100 * share.low, 100 * share.high)
    return IntervalBar(label, share.n, 1, *values, target=wanted, href=href)
