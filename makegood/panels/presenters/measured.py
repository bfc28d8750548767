"""From what the statistics engine answers to what a page draws."""

from __future__ import annotations

from makegood.engines.statistics import Measured, NotEnough
from makegood.panels.presenters.promise import Words
from makegood.panels.presenters.score import IntervalBar


def share_bar(label: Words, share: Measured | NotEnough, *, target: float | None = None, href: str = "") -> IntervalBar:
    """A share in [0, 1] drawn in percent; ``target`` is a share too."""
    aim = None if target is None else 100 * target
    if isinstance(share, NotEnough):
        return IntervalBar(label, n=share.n, minimum_n=share.minimum, target=aim, href=href)
    return IntervalBar(
        label, n=share.n, value=100 * share.value, low=100 * share.low, high=100 * share.high, target=aim, href=href
    )


def mean_bar(
    label: Words, mean: Measured | NotEnough, *, scale: tuple[float, float], unit: str = "",
    target: float | None = None, href: str = "", digits: int = 1,
) -> IntervalBar:  # fmt: skip
    """A mean in its own unit on ``scale``."""
    if isinstance(mean, NotEnough):
        return IntervalBar(
            label, n=mean.n, minimum_n=mean.minimum, scale=scale, unit=unit, target=target, href=href, digits=digits
        )
    return IntervalBar(
        label, n=mean.n, value=mean.value, low=mean.low, high=mean.high, scale=scale, unit=unit, target=target,
        href=href, digits=digits,
    )  # fmt: skip
