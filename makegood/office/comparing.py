"""Whether groups differ, in words that say no more than the test does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from makegood.engines.statistics import Comparison, Measured, NotEnough, Pair


@dataclass(frozen=True)
class ComparisonWords:
    words: str
    differs: bool
    pairs: list[str]


def comparison_words(found: Comparison | NotEnough, names: Mapping[Any, Any]) -> ComparisonWords:
    """One sentence on all groups, then one for each pair that differs after Holm's adjustment."""
    if isinstance(found, NotEnough):
        return ComparisonWords(_("Too few to tell whether they differ."), False, [])
    chance = "< 0.001" if found.p_value < 0.001 else f"= {found.p_value:.3f}"
    if not found.differs():
        words = _("They do not differ beyond chance (p %(chance)s): do not rank them.") % {"chance": chance}
        return ComparisonWords(words, False, [])
    words = _("They differ beyond chance (p %(chance)s).") % {"chance": chance}
    return ComparisonWords(words, True, [_pair(pair, names) for pair in found.apart()])


def _pair(pair: Pair, names: Mapping[Any, Any]) -> str:
    first, second, difference = pair.first, pair.second, pair.difference
    assert isinstance(difference, Measured)
    low, high = difference.low, difference.high
    if difference.value < 0:
        first, second, low, high = second, first, -high, -low
    return _("%(first)s keeps it %(points)s points more often than %(second)s (95%% interval %(low)s to %(high)s)") % {
        "first": names.get(first, first), "second": names.get(second, second),
        "points": f"{100 * abs(difference.value):.1f}", "low": f"{100 * low:.1f}", "high": f"{100 * high:.1f}",
    }  # fmt: skip
