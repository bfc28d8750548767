"""A week of a branch: who works when, who is away, who is here now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS_ABBR

from makegood.commitments.permissions import may_draft
from makegood.panels.words import refusal_words
from makegood.people.models import Absence, Branch, Staff
from makegood.people.operations import WeekRefused, week_mark
from makegood.people.permissions import branch_ids_of, may_plan_shifts
from makegood.people.queries import absences_between, active_branches, on_duty, shift_texts, staffed_week

WEEK = timedelta(days=7)
Cells = Mapping[tuple[int, date], str]


@dataclass(frozen=True)
class Cell:
    """One person's day: ``name`` is the field's, ``away`` why they do not come."""

    day: date
    name: str
    hours: str
    error: str
    away: str


@dataclass(frozen=True)
class Row:
    staff: Staff
    cells: list[Cell]


def cell_name(staff_id: int, day: date) -> str:
    return f"s{staff_id}-{day.isoformat()}"


def monday_of(text: str | None, branch: Branch, at: datetime) -> date:
    """The Monday of the week asked for, else of this week where the branch is."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        day = at.astimezone(ZoneInfo(branch.time_zone)).date()
    return day - timedelta(days=day.weekday())


def branches_in_sight(viewer: Staff) -> QuerySet[Branch]:
    branch_ids = branch_ids_of(viewer)
    return active_branches() if branch_ids is None else active_branches().filter(pk__in=branch_ids)


def people_of(branch: Branch, monday: date) -> list[Staff]:
    """Who belongs to the branch or is lent to it this week."""
    lent = Q(shifts__branch=branch, shifts__on__gte=monday, shifts__on__lt=monday + WEEK)
    return list(Staff.objects.filter(Q(branch=branch, is_active=True) | lent).distinct().order_by("pinyin", "pk"))


def typed_cells(people: list[Staff], monday: date, posted: Mapping[str, str]) -> dict[tuple[int, date], str]:
    """What the form says of each person's day."""
    days = [monday + timedelta(days=n) for n in range(7)]
    names = {(one.pk, day): cell_name(one.pk, day) for one in people for day in days}
    return {cell: posted[name].strip() for cell, name in names.items() if name in posted}


def roster_page(
    viewer: Staff, branch: Branch, monday: date, *, at: datetime, typed: Cells | None = None,
    refused: WeekRefused | None = None,
) -> dict[str, Any]:  # fmt: skip
    people = people_of(branch, monday)
    texts = typed if typed is not None else shift_texts(branch.pk, monday)
    away = list(absences_between([one.pk for one in people], monday, monday + WEEK).select_related("staff"))
    days = [monday + timedelta(days=n) for n in range(7)]
    present = set(on_duty(branch.pk, at))
    return {
        "branch": branch, "branches": branches_in_sight(viewer), "monday": monday, "mark": week_mark(branch.pk, monday),
        "earlier": monday - WEEK, "later": monday + WEEK, "today": at.astimezone(ZoneInfo(branch.time_zone)).date(),
        "days": [(day, str(WEEKDAYS_ABBR[day.weekday()])) for day in days],
        "rows": [_row(one, days, texts, away, refused) for one in people],
        "staffed": staffed_week(branch.pk, monday), "away": away, "people": people,
        "present": Staff.objects.filter(pk__in=present).order_by("pinyin"), "reasons": Absence.Reason.choices,
        "may_plan": may_plan_shifts(viewer), "may_draft": may_draft(viewer), "refused": refused,
    }  # fmt: skip


def _row(staff: Staff, days: list[date], texts: Cells, away: list[Absence], refused: WeekRefused | None) -> Row:
    problems = refused.problems if refused else {}
    cells = []
    for day in days:
        absent = next((a for a in away if a.staff_id == staff.pk and a.first <= day < a.until), None)
        problem = problems.get((staff.pk, day))
        error = refusal_words(problem) if problem else ""
        hours = texts.get((staff.pk, day), "")
        cells.append(
            Cell(day, cell_name(staff.pk, day), hours, error, str(absent.get_reason_display()) if absent else "")
        )
    return Row(staff, cells)
