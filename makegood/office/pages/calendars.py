from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch
from django.utils.dates import MONTHS, WEEKDAYS_ABBR

from makegood.commitments.models import BusinessCalendar, CalendarVersion
from makegood.commitments.operations import preview_calendar
from makegood.commitments.permissions import may_draft
from makegood.panels.web import StaffRequest

Week = list["Day | None"]


@dataclass(frozen=True)
class Day:
    """A day of the preview; ``origin`` says where its hours come from."""

    date: date
    hours: str
    origin: str

    @property
    def kind(self) -> str:
        if self.origin == "week":
            return "work" if self.hours else "rest"
        return "make-up" if self.hours else "holiday"


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list[Week]


def calendars_page(request: StaffRequest) -> dict[str, Any]:
    newest = CalendarVersion.objects.order_by("calendar_id", "-number").distinct("calendar_id").values("pk")
    found = (
        CalendarVersion.objects.filter(pk__in=newest)
        .select_related("calendar")
        .annotate(used=Count("calendar__versions__promises", distinct=True))
        .order_by("calendar__code")
    )
    return {"rows": list(found), "may_draft": may_draft(request.user), "weekdays": WEEKDAYS_ABBR.values()}


def calendar_called(pk: int) -> BusinessCalendar | None:
    versions = Prefetch("versions", CalendarVersion.objects.order_by("-number"))
    return BusinessCalendar.objects.prefetch_related(versions).filter(pk=pk).first()


def year_of(definition: dict[str, Any], year: int) -> dict[str, Any]:
    """Twelve months as the calendar would have them. Raises Invalid where it keeps no time."""
    days = preview_calendar(**definition, first=date(year, 1, 1), days=366 if isleap(year) else 365)
    shown = [Day(day.day, day.windows, day.origin) for day in days]
    months = [[day for day in shown if day.date.month == number] for number in range(1, 13)]
    return {
        "year": year,
        "months": [Month(str(MONTHS[n]), _weeks(found)) for n, found in enumerate(months, start=1)],
        "weekdays": [str(name) for name in WEEKDAYS_ABBR.values()],
        "working": sum(1 for day in shown if day.hours),
        "holidays": sum(1 for day in shown if day.kind == "holiday"),
        "make_up": sum(1 for day in shown if day.kind == "make-up"),
    }


def _weeks(days: list[Day]) -> list[Week]:
    cells: list[Day | None] = [None] * days[0].date.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
