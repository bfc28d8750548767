from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import CalendarDefined
from makegood.commitments.models import BusinessCalendar, CalendarVersion
from makegood.commitments.operations.calendar_problems import FIELDS, as_invalid
from makegood.commitments.rules.calendar_text import (
    DayPreview,
    calendar_from,
    make_up_hours,
    preview,
    statutory_days,
)
from makegood.engines.calendar import CalendarProblem
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid


@transaction.atomic
def define_calendar(
    *,
    code: str,
    name: str,
    week: Sequence[str],
    by: Actor,
    at: datetime,
    time_zone: str = "Asia/Shanghai",
    holidays: str = "",
    corrections: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    ends_at_closing: bool = False,
) -> CalendarVersion:
    """A new calendar, or the next version of the one with this code; promises keep the one they name.

    `week` holds seven texts from Monday ("09:00-12:00, 13:30-18:00", "" rests), `corrections` such texts
    by ISO date and `names` what those dates are called; `holidays` is "cn", a place of
    `engines.calendar.PLACES`, or empty. Raises Invalid where these keep no time.
    """
    made = _version(week, time_zone, holidays, corrections or {}, ends_at_closing, today=at.date())
    made.names = {day: text for day, text in (names or {}).items() if day in made.corrections and text}
    calendar, is_new = BusinessCalendar.objects.get_or_create(code=code, defaults={"name": name})
    last = None
    if not is_new:
        BusinessCalendar.objects.select_for_update().get(pk=calendar.pk)
        BusinessCalendar.objects.filter(pk=calendar.pk).update(name=name)
        last = calendar.versions.order_by("-number").first()
        if last is not None and (last.fingerprint, last.names) == (made.fingerprint, made.names):
            return last
    made.calendar, made.number = calendar, (last.number if last else 0) + 1
    made.made_at, made.made_by_id = at, by.id
    made.save(force_insert=True)
    journal.record(CalendarDefined(calendar.pk, made.pk, made.number), by=by, at=at)
    return made


def preview_calendar(
    *,
    week: Sequence[str],
    first: date,
    days: int,
    time_zone: str = "Asia/Shanghai",
    holidays: str = "",
    corrections: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> list[DayPreview]:
    """What a calendar would say of the days from `first` on, were it defined `at`. Raises Invalid."""
    today = at.date() if at else first
    made = _version(week, time_zone, holidays, corrections or {}, ends_at_closing=False, today=today)
    return preview(made.value(), made.corrections, first=first, days=days)


def _version(
    week: Sequence[str],
    time_zone: str,
    holidays: str,
    corrections: Mapping[str, str],
    ends_at_closing: bool,
    *,
    today: date,
) -> CalendarVersion:
    try:
        statutory, known_until = statutory_days(holidays, make_up_hours(week), today=today)
        calendar_from(
            time_zone=time_zone,
            week=week,
            days={**statutory, **corrections},
            known_until=known_until,
            ends_at_closing=ends_at_closing,
        )
    except CalendarProblem as problem:
        raise as_invalid(problem, field=FIELDS.get(problem.code, "week")) from problem
    except ValueError as problem:
        raise Invalid(_("Dates are written like 2026-10-01."), field="corrections") from problem
    made = CalendarVersion(
        time_zone=time_zone,
        week=list(week),
        holidays=holidays,
        statutory=statutory,
        corrections=dict(corrections),
        known_until=known_until,
        ends_at_closing=ends_at_closing,
    )
    made.fingerprint = made.content_digest()
    return made
