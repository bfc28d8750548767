"""The calendars as a list, and one as a year of days beside the version in use."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS_ABBR

from makegood.commitments.models import BusinessCalendar, CalendarVersion
from makegood.commitments.operations import preview_calendar
from makegood.commitments.permissions import may_draft
from makegood.commitments.queries.calendars import names_of_year
from makegood.office.pages.roster import branches_in_sight, monday_of
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest
from makegood.people.models import Staff
from makegood.people.queries import staffed_week

Week = list["Day | None"]


@dataclass(frozen=True)
class Day:
    """A day of the preview; ``origin`` says where its hours come from, ``was`` the hours in use where they change."""

    date: date
    hours: str
    origin: str
    name: str = ""
    was: str | None = None

    @property
    def kind(self) -> str:
        if self.origin == "week":
            return "work" if self.hours else "rest"
        return "make-up" if self.hours else "holiday"


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list[Week]
    working: int


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


def newest_version(code: str) -> CalendarVersion | None:
    """The version that an edit of this calendar would follow."""
    return CalendarVersion.objects.filter(calendar__code=code).order_by("-number").first()


def from_roster(viewer: Staff, asked: Mapping[str, str]) -> dict[str, Any]:
    """What a calendar would be made of a branch's planned week: its hours and time zone; {} if none is asked for."""
    branch = branches_in_sight(viewer).filter(pk=number_of(asked.get("branch")) or 0).first()
    if branch is None:
        return {}
    week = staffed_week(branch.pk, monday_of(asked.get("week"), branch, timezone.now()))
    hours = {f"day_{day}": text for day, text in enumerate(week)}
    return {"name": branch.name, "code": branch.code, "time_zone": branch.time_zone, "holidays": "", **hours}


def year_of(
    definition: dict[str, Any], year: int, *, at: datetime, names: dict[str, str], in_use: CalendarVersion | None
) -> dict[str, Any]:
    """Twelve months as the calendar would have them, and how they differ from the version in use. Raises Invalid."""
    days = preview_calendar(**definition, first=date(year, 1, 1), days=366 if isleap(year) else 365, at=at)
    called = {**names_of_year(definition["holidays"], year), **names}
    before = _hours_in_use(in_use, days[0].day, len(days))
    shown = [
        Day(d.day, d.windows, d.origin, called.get(d.day.isoformat(), ""), _change(before, d.day, d.windows))
        for d in days
    ]
    months = [[day for day in shown if day.date.month == number] for number in range(1, 13)]
    return {
        "year": year,
        "months": [_month(number, found) for number, found in enumerate(months, start=1)],
        "weekdays": [str(name) for name in WEEKDAYS_ABBR.values()],
        "working": sum(1 for day in shown if day.hours),
        "holidays": sum(1 for day in shown if day.kind == "holiday"),
        "make_up": sum(1 for day in shown if day.kind == "make-up"),
        "changes": [day for day in shown if day.was is not None],
        "in_use": in_use,
    }


def _hours_in_use(version: CalendarVersion | None, first: date, count: int) -> dict[date, str]:
    if version is None:
        return {}
    same = {name: getattr(version, name) for name in ("week", "time_zone", "holidays", "corrections")}
    return {day.day: day.windows for day in preview_calendar(**same, first=first, days=count, at=version.made_at)}


def _change(before: dict[date, str], day: date, hours: str) -> str | None:
    was = before.get(day, hours)
    return was if was != hours else None


def _month(number: int, days: list[Day]) -> Month:
    return Month(str(MONTHS[number]), _weeks(days), sum(1 for day in days if day.hours))


def _weeks(days: list[Day]) -> list[Week]:
    cells: list[Day | None] = [None] * days[0].date.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
