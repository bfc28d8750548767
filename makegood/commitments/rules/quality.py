"""A measured quality: what was observed about a subject, and whether it is as good as promised.

The unit is the subject (one parcel, one visit, one case): it is kept when every observation of it passes, broken from
the first that does not. An observation told again with another value is a correction; the newest counts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from makegood.commitments.rules.signals import Heard

AT_LEAST, AT_MOST = ">=", "<="
WINDOWS = {"month": 31, "rolling_30": 30, "rolling_90": 90}


class Judged(StrEnum):
    SHARE = "share"  # each observation passes or not; the promise is a share of those that pass
    MEAN = "mean"  # the promise is about the average


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Quality:
    """`limit` is in the unit of what is measured: of each observation, or of the mean. `window` names a period."""

    judged: Judged
    operator: str
    limit: float
    unit: str = ""
    window: str = "rolling_30"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Quality:
        return cls(
            Judged(data["judged"]), str(data["operator"]), float(data["limit"]), str(data.get("unit", "")),
            str(data.get("window", "rolling_30")),
        )  # fmt: skip

    def passes(self, value: float) -> bool:
        return value >= self.limit if self.operator == AT_LEAST else value <= self.limit

    @property
    def is_mean(self) -> bool:
        return self.judged is Judged.MEAN


def problem_with(data: Mapping[str, Any]) -> str | None:
    """The part of a description that makes no sense, or None."""
    if data.get("judged") not in list(Judged):
        return "judged"
    if data.get("operator") not in (AT_LEAST, AT_MOST):
        return "operator"
    if data.get("window", "rolling_30") not in WINDOWS:
        return "window"
    limit = data.get("limit")
    return None if isinstance(limit, int | float) and math.isfinite(limit) else "limit"


def as_corrected(signals: Iterable[Heard]) -> list[Heard]:
    """One a name and instant, oldest first: the one that was said last."""
    newest: dict[tuple[datetime, str], Heard] = {}
    for heard in signals:
        known = newest.get((heard.at, heard.name))
        if known is None or _order(known) < _order(heard):
            newest[heard.at, heard.name] = heard
    return [newest[key] for key in sorted(newest)]


def _order(heard: Heard) -> tuple[bool, float, str]:
    said = heard.judged_at
    words = json.dumps(dict(heard.facts), sort_keys=True, default=str)
    return said is not None, said.timestamp() if said else 0.0, words


def value_of(heard: Heard) -> float | None:
    """The number that was observed; None for anything else."""
    value = heard.facts.get("value")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def first_failing(quality: Quality, observed: Sequence[Heard]) -> Heard | None:
    return next((one for one in observed if not quality.passes(value_of(one) or 0.0)), None)


def standing(low: float, high: float, target: float, operator: str = AT_LEAST) -> Verdict:
    """Met or missed only where the whole interval says so."""
    if operator == AT_MOST:
        low, high, target = -high, -low, -target
    if low >= target:
        return Verdict.MET
    return Verdict.MISSED if high < target else Verdict.CANNOT_TELL
