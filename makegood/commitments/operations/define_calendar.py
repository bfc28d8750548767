from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import CalendarDefined, CalendarExtended
from makegood.commitments.models import BusinessCalendar, CalendarVersion, Clock
from makegood.commitments.operations.calendar_problems import as_invalid
from makegood.commitments.operations.settle import settle
from makegood.commitments.rules.calendar_text import DayPreview, calendar_from, preview, statutory_days
from makegood.commitments.rules.signals import Subject
from makegood.engines.calendar import CalendarProblem
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster


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
    ends_at_closing: bool = False,
) -> CalendarVersion:
    """A new calendar, or the next version of the one with this code; promises keep the one they name.

    `week` holds seven texts from Monday ("09:00-12:00, 13:30-18:00", "" rests), `corrections` such texts
    by ISO date, `holidays` is "cn" or empty. Raises Invalid where these keep no time.
    """
    made = _version(week, time_zone, holidays, corrections or {}, ends_at_closing)
    calendar, is_new = BusinessCalendar.objects.get_or_create(code=code, defaults={"name": name})
    last = None
    if not is_new:
        BusinessCalendar.objects.select_for_update().get(pk=calendar.pk)
        BusinessCalendar.objects.filter(pk=calendar.pk).update(name=name)
        last = calendar.versions.order_by("-number").first()
        if last is not None and last.fingerprint == made.fingerprint:
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
) -> list[DayPreview]:
    """What a calendar would say of the days from `first` on, before it is defined. Raises Invalid."""
    made = _version(week, time_zone, holidays, corrections or {}, ends_at_closing=False)
    return preview(made.value(), made.corrections, first=first, days=days)


def _version(
    week: Sequence[str],
    time_zone: str,
    holidays: str,
    corrections: Mapping[str, str],
    ends_at_closing: bool,
) -> CalendarVersion:
    longest = max(week, key=len, default="")
    try:
        statutory, known_until = statutory_days(holidays, week[0] if week and week[0] else longest)
        calendar_from(
            time_zone=time_zone,
            week=week,
            days={**statutory, **corrections},
            known_until=known_until,
            ends_at_closing=ends_at_closing,
        )
    except CalendarProblem as problem:
        raise as_invalid(problem, field="week") from problem
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


def extend_calendars(*, at: datetime, by: Actor = SYSTEM) -> int:
    """Add what the kept package has learnt since to every calendar with statutory holidays; returns how many.

    Cheap when nothing is new, so that it can be called daily.
    """
    _days, known_until = statutory_days("cn", "")
    behind = CalendarVersion.objects.filter(holidays="cn", known_until__lt=known_until)
    for version in behind:
        extend_calendar(version, by=by, at=at)
    return len(behind)


@transaction.atomic
def extend_calendar(
    version: CalendarVersion,
    *,
    by: Actor,
    at: datetime,
    days: Mapping[str, str] | None = None,
    known_until: date | None = None,
) -> int:
    """Add the days announced since to a version, and compute its provisional clocks again.

    Without `days` the announcement comes from the kept package. Days already known are never touched.
    Returns how many clocks were looked at; raises Invalid when nothing newer is known.
    """
    if days is None:
        days, known_until = statutory_days(version.holidays, version.week[0] or max(version.week, key=len))
    old = version.known_until
    if known_until is None or (old is not None and known_until <= old):
        raise Invalid(_("No later year has been announced yet. Try again when it has."))
    new = {day: text for day, text in days.items() if old is None or day > old.isoformat()}
    version.statutory, version.known_until = {**version.statutory, **new}, known_until
    version.fingerprint = version.content_digest()
    moved = CalendarVersion.objects.filter(pk=version.pk, known_until=old).update(
        statutory=version.statutory, known_until=known_until, fingerprint=version.fingerprint
    )
    if not moved:
        raise SomebodyWasFaster
    provisional = Clock.objects.filter(version__calendar=version, is_provisional=True)
    subjects = {Subject(*row) for row in provisional.values_list("subject_kind", "subject_id")}
    settle(subjects, by=by, at=at)
    event = CalendarExtended(version.calendar_id, version.pk, known_until.isoformat(), len(subjects))
    journal.record(event, by=by, at=at)
    return len(subjects)
