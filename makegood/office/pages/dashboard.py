"""The first page of whoever answers for the service: each number with its interval, and the way to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.engines.statistics import Measured, NotEnough
from makegood.insight.metric import Figure
from makegood.insight.queries.dashboard import Dashboard, dashboard
from makegood.insight.queries.money import MoneyLine
from makegood.insight.scope import Drill, scope_of
from makegood.ledger.permissions import may_see_budgets
from makegood.ledger.queries import written
from makegood.ledger.rules.words import is_money
from makegood.panels.bars import share_bar
from makegood.panels.presenters import IntervalBar
from makegood.panels.web import StaffRequest
from makegood.people.models import Branch
from makegood.people.permissions import branch_ids_of

SPANS = (7, 30, 90, 180, 365)
NATURE_COLOURS = 4


@dataclass(frozen=True)
class Purse:
    """One budget, with what each part of it amounts to in words and as a share of what was granted."""

    line: MoneyLine
    spent: str
    reserved: str
    left: str
    granted: str
    spent_share: float
    reserved_share: float
    href: str


def asked_query(request: HttpRequest, *, at: datetime) -> dict[str, str]:
    """The address as insight reads it; ``days`` is a shorthand for the last so many days."""
    query = {name: request.GET.get(name, "") for name in ("from", "to", "branch")}
    days = request.GET.get("days", "")
    if days in {str(span) for span in SPANS}:
        tomorrow = timezone.localdate(at) + timedelta(days=1)
        query |= {"from": str(tomorrow - timedelta(days=int(days))), "to": str(tomorrow)}
    return query


def dashboard_page(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    board = dashboard(scope_of(request.user, asked_query(request, at=at), at=at))
    allowed = branch_ids_of(request.user)
    branches = [b for b in Branch.objects.filter(is_active=True) if allowed is None or b.pk in allowed]
    return {
        "board": board,
        "figures": [(_bar(figure), figure, href_of(figure.drill), href_of(figure.bad)) for figure in board.figures],
        "table": _table(board),
        "promises": [
            (line, share_bar(line.name, line.share, href=href_of(line.drill)), href_of(line.bad))
            for line in board.promises
        ],
        "purses": _purses(board) if may_see_budgets(request.user) else [],
        "ages": [(bucket, href_of(bucket.drill)) for bucket in board.ages],
        "all_open": href_of(board.scope.drill("cases")),
        "charts": _charts(board),
        "branches": branches,
        "days": (board.scope.until - board.scope.first).days,
        "last": board.scope.until - timedelta(days=1),
        "spans": SPANS,
        "at": at,
    }


def href_of(drill: Drill) -> str:
    return f"{reverse('office:rows', args=[drill.rows])}?{drill.query}"


def _bar(figure: Figure) -> IntervalBar:
    if figure.unit == "share":
        return share_bar("", figure.answer, target=figure.target)
    if isinstance(figure.answer, NotEnough):
        return IntervalBar("", n=figure.answer.n, minimum_n=figure.answer.minimum, scale=figure.scale)
    found = figure.answer
    return IntervalBar(
        "", n=found.n, value=found.value, low=found.low, high=found.high, scale=figure.scale, unit="", digits=2,
        target=figure.target,
    )  # fmt: skip


def _table(board: Dashboard) -> dict[str, Any]:
    rows = [
        (row.name, [(cell.n, href_of(cell.drill)) for cell in row.cells], (row.total.n, href_of(row.total.drill)))
        for row in board.feedback.rows
    ]
    totals = [(cell.n, href_of(cell.drill)) for cell in board.feedback.totals]
    whole = board.feedback.total
    return {
        "natures": board.feedback.natures,
        "rows": rows,
        "totals": totals,
        "whole": (whole.n, href_of(whole.drill)),
    }


def _purses(board: Dashboard) -> list[Purse]:
    """Money only; points and goods stand on the page of the budgets."""
    return [_purse(line) for line in board.money if is_money(line.budget.unit)]


def _purse(line: MoneyLine) -> Purse:
    granted = max(line.granted.minor, 1)
    return Purse(
        line=line,
        spent=written(line.spent),
        reserved=written(line.reserved),
        left=written(line.left),
        granted=written(line.granted),
        spent_share=round(100 * min(max(line.spent.minor / granted, 0), 1), 2),
        reserved_share=round(100 * min(max((line.spent.minor + line.reserved.minor) / granted, 0), 1), 2),
        href=href_of(line.drill),
    )


def _charts(board: Dashboard) -> dict[str, dict[str, Any]]:
    return {"feedback": _feedback_chart(board), "promises": _promise_chart(board), "ages": _age_chart(board)}


def _weeks(weeks: list[date]) -> list[str]:
    return [f"{week:%m-%d}" for week in weeks]


def _feedback_chart(board: Dashboard) -> dict[str, Any]:
    """Feedback a week, stacked by nature; a bar opens its week."""
    weeks = [week for week, _counts in board.feedback_weeks]
    series = [
        {
            "name": str(label),
            "type": "bar",
            "stack": "all",
            "barMaxWidth": 28,
            "data": [
                {"value": counts.get(nature, 0), "href": _week_href(board, week, nature)}
                for week, counts in board.feedback_weeks
            ],
        }
        for nature, label in board.feedback.natures
    ]
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": _weeks(weeks)},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": series,
    }


def _week_href(board: Dashboard, week: date, nature: str) -> str:
    first, until = max(week, board.scope.first), min(week + timedelta(days=7), board.scope.until)
    params = {"from": first, "to": until, "nature": nature}
    if board.scope.branch_id is not None:
        params["branch"] = board.scope.branch_id  # type: ignore[assignment]
    return f"{reverse('office:rows', args=['feedback'])}?" + "&".join(f"{k}={v}" for k, v in params.items())


def _promise_chart(board: Dashboard) -> dict[str, Any]:
    """The share kept each week with its interval as a band; weeks with too few verdicts are gaps."""
    shares = [share for _week, share in board.promise_weeks]
    low = [_percent(s.low) if isinstance(s, Measured) else None for s in shares]
    band = [_percent(s.high - s.low) if isinstance(s, Measured) else None for s in shares]
    line = [_percent(s.value) if isinstance(s, Measured) else None for s in shares]
    plain = {"type": "line", "symbol": "none", "lineStyle": {"opacity": 0}, "stack": "band", "tooltip": {"show": False}}
    return {
        "xAxis": {"type": "category", "data": _weeks([week for week, _share in board.promise_weeks])},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%"}},
        "aria": {"enabled": True},
        "series": [
            {"name": _("Promises kept"), "type": "line", "symbolSize": 6, "data": line},
            {**plain, "data": low},
            {**plain, "data": band, "areaStyle": {"opacity": 0.35}},
        ],
    }


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _age_chart(board: Dashboard) -> dict[str, Any]:
    """Open cases by age, level 1 beside levels 2 and 3; a bar opens its cases."""
    hrefs = [href_of(bucket.drill) for bucket in board.ages]
    ordinary = [{"value": b.n - b.raised, "href": href} for b, href in zip(board.ages, hrefs, strict=True)]
    raised = [{"value": b.raised, "href": href} for b, href in zip(board.ages, hrefs, strict=True)]
    return {
        "legend": {},
        "xAxis": {"type": "category", "data": [str(bucket.label) for bucket in board.ages]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": _("Level 1"), "type": "bar", "stack": "all", "barMaxWidth": 36, "data": ordinary},
            {"name": _("Levels 2 and 3"), "type": "bar", "stack": "all", "barMaxWidth": 36, "data": raised},
        ],
    }
