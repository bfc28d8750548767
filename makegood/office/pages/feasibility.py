"""A promise tried on what happened, drawn: the curve, the limits that would be kept, where and when it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.permissions import may_draft
from makegood.commitments.queries import Tried, try_promise
from makegood.commitments.rules.terms import BudgetKind
from makegood.engines.statistics import Measured, NotEnough
from makegood.engines.statistics.feasibility import PARTS, Spot
from makegood.office.filters import filters_of
from makegood.office.forms.commitments import unit_of
from makegood.office.promise_words import budget_words, limit_words
from makegood.panels.bars import share_bar
from makegood.panels.lists import number_of
from makegood.panels.presenters import IntervalBar
from makegood.panels.web import StaffRequest
from makegood.people.models import Branch

PART_WORDS = (
    gettext_lazy("at night"), gettext_lazy("in the morning"), gettext_lazy("at noon"), gettext_lazy("in the afternoon"),
    gettext_lazy("in the evening"), gettext_lazy("late in the evening"),
)  # fmt: skip
FEW = 5
BANDS = (0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Cell:
    """An hour of a weekday: `band` 0 (worst) to 5, empty where too little happened to say."""

    hour: int
    kept: int
    n: int
    band: str
    words: str


@dataclass(frozen=True)
class HeatRow:
    day: str
    cells: list[Cell]


@dataclass(frozen=True)
class SpotLine:
    """A place and time where it breaks, in words."""

    branch: str
    when: str
    bar: IntervalBar
    missed: int


def feasibility_page(request: StaffRequest, version: CommitmentVersion, *, at: datetime) -> dict[str, Any]:
    filters = filters_of(request, request.user, at=at)
    unit, factor = unit_of(version)
    asked = number_of(request.GET.get("limit"))
    budget = asked * factor if asked and version.budget_kind != BudgetKind.PROMISED else version.budget
    tried = try_promise(version, at=at, branch_ids=filters.branch_ids, budget=budget)
    found, names = tried.found, _branch_names(tried)
    return {
        "version": version, "commitment": version.commitment, "filters": filters, "tried": tried, "found": found,
        "unit": unit, "limit": budget // factor, "is_other": budget != version.budget,
        "can_change": version.budget_kind != BudgetKind.PROMISED,
        "limit_words": budget_words(budget, version.budget_kind), "own_limit_words": limit_words(version),
        "bar": share_bar("", found.share, target=found.target),
        "limits": [(f"{wanted:.0%}", _limit(tried, version, answer)) for wanted, answer in found.limits.items()],
        "unfinished_words": (f"{found.sure:.1%}", f"{found.at_best:.1%}"),
        "curve": _curve(tried, factor if tried.kind is not BudgetKind.PROMISED else 3600),
        "heat": [(name, _heat(tried, group)) for group, name in enumerate(names)] if found.n else [],
        "hours": _hours_shown(tried),
        "spots": [_spot_line(spot, names) for spot in found.spots],
        "loads": [_load(step, found.target) for step in found.loads],
        "busiest": _busiest(tried, names),
        "may_draft": may_draft(request.user),
        "redraft": f"{_redraft(version)}?budget={budget // factor}&unit={unit}",
    }  # fmt: skip


def _redraft(version: CommitmentVersion) -> str:
    return reverse("office:redrafting", args=[version.commitment_id])


def _branch_names(tried: Tried) -> list[str]:
    known = dict(Branch.objects.filter(pk__in=[pk for pk in tried.branches if pk]).values_list("pk", "name"))
    return [known.get(pk, _("No branch")) if pk else _("No branch") for pk in tried.branches]


def _limit(tried: Tried, version: CommitmentVersion, answer: Measured | NotEnough) -> dict[str, Any]:
    """The limit that a share of the past needs, in words, rounded up: rounding down would promise too much."""
    if isinstance(answer, NotEnough):
        return {"words": "", "n": answer.n, "minimum": answer.minimum}
    value, low, high = (
        budget_words(tried.in_unit(x), tried.kind, up=True) for x in (answer.value, answer.low, answer.high)
    )
    return {"words": value, "low": low, "high": high, "n": answer.n}


def _curve(tried: Tried, factor: int) -> dict[str, Any]:
    """Share kept by time limit with its interval as a band, the limit looked at as a line."""
    points = [(p.limit, p.share) for p in tried.found.curve if isinstance(p.share, Measured)]
    labels = [f"{tried.in_unit(limit) / factor:g}" for limit, _share in points]
    shares = [share for _limit, share in points]
    plain = {"type": "line", "symbol": "none", "lineStyle": {"opacity": 0}, "stack": "band", "tooltip": {"show": False}}
    marked = {"symbol": "none", "silent": True, "lineStyle": {"type": "solid", "width": 2}, "label": {"show": False}}
    return {
        "xAxis": {"type": "category", "data": labels, "boundaryGap": False},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "series": [
            {
                "name": _("Kept"), "type": "line", "symbolSize": 5, "data": [round(100 * s.value, 1) for s in shares],
                "markLine": {**marked, "data": [
                    {"xAxis": f"{tried.in_unit(tried.found.limit) / factor:g}"}, {"yAxis": 100 * tried.found.target},
                ]},
            },
            {**plain, "data": [round(100 * s.low, 1) for s in shares]},
            {**plain, "data": [round(100 * (s.high - s.low), 1) for s in shares], "areaStyle": {"opacity": 0.35}},
        ],
    }  # fmt: skip


def _hours_shown(tried: Tried) -> list[int]:
    by_hour = tried.found.n_by_cell.sum(axis=0).reshape(7, 24).sum(axis=0)
    used = [hour for hour in range(24) if by_hour[hour]]
    return list(range(used[0], used[-1] + 1)) if used else []


def _heat(tried: Tried, group: int) -> list[HeatRow]:
    found, hours = tried.found, _hours_shown(tried)
    rows = []
    for day in range(7):
        cells = []
        for hour in hours:
            place = 24 * day + hour
            cells.append(_cell(hour, int(found.kept_by_cell[group, place]), int(found.n_by_cell[group, place])))
        rows.append(HeatRow(str(WEEKDAYS_ABBR[day]), cells))
    return rows


def _cell(hour: int, kept: int, n: int) -> Cell:
    if n < FEW:
        return Cell(hour, kept, n, "", "" if not n else "·")
    return Cell(hour, kept, n, str(sum(kept / n >= band for band in BANDS)), f"{100 * kept / n:.0f}")


def _spot_line(spot: Spot, names: list[str]) -> SpotLine:
    low, high = PARTS[spot.part]
    when = _("%(day)s %(part)s (%(from)s–%(to)s h)") % {
        "day": WEEKDAYS[spot.weekday], "part": PART_WORDS[spot.part], "from": low, "to": high,
    }  # fmt: skip
    return SpotLine(names[spot.group], when, share_bar("", spot.share), round(spot.missed))


def _load(step: Any, target: float) -> tuple[str, IntervalBar]:
    words = str(step.low) if step.high == step.low else f"{step.low}–{step.high}" if step.high else f"≥ {step.low}"
    return words, share_bar(_("%(n)s at once") % {"n": words}, step.share, target=target)


def _busiest(tried: Tried, names: list[str]) -> list[Mapping[str, Any]]:
    """The hours of the week at which more begins than ends, most first: where a backlog builds."""
    found, weeks = tried.found, max((tried.until - tried.since).days / 7, 1)
    more = found.begun_by_hour - found.ended_by_hour
    worst = sorted(((int(more[g, h]), g, h) for g, h in zip(*more.nonzero(), strict=True)), reverse=True)[:5]
    return [
        {
            "branch": names[g], "day": str(WEEKDAYS[h // 24]), "hour": f"{h % 24}:00",
            "begun": f"{found.begun_by_hour[g, h] / weeks:.1f}", "ended": f"{found.ended_by_hour[g, h] / weeks:.1f}",
        }
        for n, g, h in worst if n / weeks >= 0.5
    ]  # fmt: skip
