from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from makegood.insight.scope import Drill, Scope
from makegood.insight.weeks import Weeks
from makegood.intake.models import Channel
from makegood.triage.models import Nature, TriageItem


@dataclass(frozen=True, slots=True)
class Cell:
    n: int
    drill: Drill


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel: how many of each nature (in the order of ``Nature``), and in all."""

    code: str
    name: str
    cells: list[Cell]
    total: Cell


@dataclass(frozen=True, slots=True)
class FeedbackTable:
    """Feedback by nature and channel. ``totals`` are those of the natures."""

    natures: list[tuple[str, str]]
    rows: list[ChannelRow]
    totals: list[Cell]
    total: Cell


def items(scope: Scope) -> QuerySet[TriageItem]:
    """Feedback that was said in the period, by when it happened, not by when it was imported."""
    period = scope.period
    found = TriageItem.objects.filter(occurred_at__gte=period.start, occurred_at__lt=period.end)
    return found.in_branches(scope.branch_ids).not_about(scope.viewer_id)


def by_nature_and_channel(scope: Scope) -> FeedbackTable:
    """Two queries, whatever the number of rows: the counts, and the names of channels."""
    counted: dict[tuple[int, str], int] = {
        (channel, nature): n
        for channel, nature, n in items(scope).order_by().values_list("channel_id", "nature").annotate(n=Count("*"))
    }
    named = {pk: (code, name) for pk, code, name in Channel.objects.values_list("pk", "code", "name")}
    used = sorted({pk for pk, _ in counted}, key=lambda pk: -sum(n for (c, _), n in counted.items() if c == pk))
    rows = [_row(scope, pk, *named[pk], counted) for pk in used]
    totals = [
        Cell(sum(row.cells[place].n for row in rows), scope.drill("feedback", nature=nature))
        for place, nature in enumerate(Nature.values)
    ]
    whole = Cell(sum(cell.n for cell in totals), scope.drill("feedback"))
    return FeedbackTable([(n.value, str(n.label)) for n in Nature], rows, totals, whole)


def _row(scope: Scope, pk: int, code: str, name: str, counted: dict[tuple[int, str], int]) -> ChannelRow:
    cells = [
        Cell(counted.get((pk, nature), 0), scope.drill("feedback", channel=code, nature=nature))
        for nature in Nature.values
    ]
    return ChannelRow(code, name, cells, Cell(sum(c.n for c in cells), scope.drill("feedback", channel=code)))


def by_week(scope: Scope) -> list[tuple[date, dict[str, int]]]:
    """Local weeks (Monday) with how many of each nature, oldest first; one query. Silent weeks are left out."""
    found = Weeks(scope)
    rows = (
        items(scope)
        .order_by()
        .annotate(week=found.of("occurred_at"))
        .values_list("week", "nature")
        .annotate(n=Count("*"))
    )
    weeks: dict[date, dict[str, int]] = {}
    for week, nature, n in rows:
        weeks.setdefault(found.day(week), {})[nature] = n
    return sorted(weeks.items())
