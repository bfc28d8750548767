from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.engines.calendar import CalendarProblem, Window
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.kit.flat import canonical_json
from makegood.people.events import WeekPlanned
from makegood.people.models import Branch, Shift, Staff
from makegood.people.queries import shift_texts
from makegood.people.rules.shifts import Span, clashes, hours_of, spans, week_of

Cell = tuple[int, date]
_TEXTS = {
    "not_a_time": _("“%(text)s” is not a time of day. Write it like 09:00."),
    "not_a_window": _("“%(text)s” is not a stretch of time. Write it like 09:00-17:00."),
    "empty_window": _("%(window)s has no time in it."),
    "overlap": _("%(first)s and %(second)s overlap. Join them or move one."),
    "too_long": _("%(text)s is longer than %(hours)s hours a day. Share it between two people."),
}


class WeekRefused(Invalid):
    """Cells of the week that cannot be planned; ``problems`` has a refusal by cell, and nothing was saved."""

    def __init__(self, problems: dict[Cell, Invalid]) -> None:
        super().__init__(_("Some shifts cannot be kept. Look at the marked days; nothing was saved yet."))
        self.problems = problems


def week_mark(branch_id: int, monday: date) -> str:
    """Changes whenever the plan of the week does."""
    cells = sorted([pk, day.isoformat(), text] for (pk, day), text in shift_texts(branch_id, monday).items())
    return sha256(canonical_json(cells).encode()).hexdigest()[:16]


@transaction.atomic
def plan_week(
    branch: Branch, monday: date, cells: Mapping[Cell, str], *, by: Actor, at: datetime, seen: str | None = None
) -> int:
    """Who works when, in one week of a branch: hours by person and day, 休 or nothing rests.

    Days that are not named stay as they are; returns how many changed. Raises WeekRefused for hours that
    cannot be read or would have somebody in two places, SomebodyWasFaster when the plan is no longer the
    one that was `seen` (see `week_mark`).
    """
    ids = {pk for pk, _day in cells}
    people = set(Staff.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    if seen is not None and seen != week_mark(branch.pk, monday):
        raise SomebodyWasFaster
    wanted = _read(cells, people, monday)
    before = shift_texts(branch.pk, monday)
    changed = {cell: w for cell, w in wanted.items() if before.get(cell, "") != ", ".join(map(str, w))}
    if not changed:
        return 0
    _replace(branch, changed)
    _no_clashes(changed, monday)
    journal.record(WeekPlanned(branch.pk, monday.isoformat(), len(changed)), by=by, at=at)
    return len(changed)


def _read(cells: Mapping[Cell, str], people: set[int], monday: date) -> dict[Cell, tuple[Window, ...]]:
    wanted: dict[Cell, tuple[Window, ...]] = {}
    problems: dict[Cell, Invalid] = {}
    days = set(week_of(monday))
    for cell, text in cells.items():
        try:
            wanted[cell] = hours_of(text)
        except CalendarProblem as problem:
            problems[cell] = Invalid(_TEXTS[problem.code], **cast(dict[str, Any], problem.details))
        if cell[0] not in people or cell[1] not in days:
            problems[cell] = Invalid(_("This person or day does not belong to the week. Load the page again."))
    if problems:
        raise WeekRefused(problems)
    return wanted


def _replace(branch: Branch, changed: Mapping[Cell, tuple[Window, ...]]) -> None:
    """The changed days anew; what stays equal within one is written again as it was."""
    for pk, day in changed:
        Shift.objects.filter(branch=branch, staff_id=pk, on=day).delete()
    rows = [
        Shift(branch=branch, staff_id=pk, on=day, hours=str(window), starts_at=span.starts_at, ends_at=span.ends_at)
        for (pk, day), windows in changed.items()
        for window, span in zip(windows, spans(day, windows, branch.time_zone), strict=True)
        if span.starts_at < span.ends_at
    ]
    taken = Shift.objects.filter(starts_at__in={row.starts_at for row in rows}, staff_id__in={pk for pk, _d in changed})
    doubled = set(taken.values_list("staff_id", "starts_at")) & {(row.staff_id, row.starts_at) for row in rows}
    if doubled:
        raise WeekRefused({(r.staff_id, r.on): _elsewhere() for r in rows if (r.staff_id, r.starts_at) in doubled})
    Shift.objects.bulk_create(rows, batch_size=500)


def _no_clashes(changed: Mapping[Cell, tuple[Window, ...]], monday: date) -> None:
    near = Shift.objects.filter(
        staff_id__in={pk for pk, _day in changed}, on__gte=monday - timedelta(days=2), on__lt=monday + timedelta(days=9)
    )
    planned: dict[int, list[tuple[date, Span]]] = {}
    for pk, on, starts_at, ends_at in near.values_list("staff_id", "on", "starts_at", "ends_at"):
        planned.setdefault(pk, []).append((on, Span(starts_at, ends_at)))
    problems = {
        (pk, day): _elsewhere()
        for pk, day in changed
        if clashes(span for on, span in planned.get(pk, []) if abs((on - day).days) <= 1)
    }
    if problems:
        raise WeekRefused(problems)


def _elsewhere() -> Invalid:
    return Invalid(_("They work somewhere else at this time, or still from the night before. Move one of the two."))
