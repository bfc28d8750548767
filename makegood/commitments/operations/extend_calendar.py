"""A year that was unknown becomes known: its days join the calendars, provisional due dates are computed again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import CalendarExtended
from makegood.commitments.models import CalendarVersion, Clock
from makegood.commitments.operations.settle import lock, settle
from makegood.commitments.rules.calendar_text import make_up_hours, statutory_days
from makegood.commitments.rules.signals import Subject
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster

AT_ONCE = 2_000


def extend_calendars(*, at: datetime, by: Actor = SYSTEM) -> int:
    """Add what the kept packages have learnt since to every calendar with holidays; returns how many.

    Cheap when nothing is new, so that it can be called daily.
    """
    extended = 0
    places = CalendarVersion.objects.exclude(holidays="").order_by().values_list("holidays", flat=True).distinct()
    for place in places:
        _days, known_until = statutory_days(place, "", today=at.date())
        for version in CalendarVersion.objects.filter(holidays=place, known_until__lt=known_until):
            extend_calendar(version, by=by, at=at)
            extended += 1
    return extended


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

    Without `days` the announcement comes from the kept package. Days already known are never touched, nor
    is a clock that falls due among them. Returns how many subjects were looked at; raises Invalid when
    nothing newer is known.
    """
    if days is None:
        days, known_until = statutory_days(version.holidays, make_up_hours(version.week), today=at.date())
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
    count = _settle_provisional(version, by=by, at=at)
    event = CalendarExtended(version.calendar_id, version.pk, known_until.isoformat(), count)
    journal.record(event, by=by, at=at)
    return count


def _settle_provisional(version: CalendarVersion, *, by: Actor, at: datetime) -> int:
    """Only the promises that have provisional clocks on this calendar, a few statements for thousands."""
    provisional = Clock.objects.filter(version__calendar=version, is_provisional=True)
    rows = provisional.order_by("subject_kind", "subject_id").distinct()
    subjects = [Subject(*row) for row in rows.values_list("subject_kind", "subject_id")]
    commitments = sorted(set(provisional.values_list("commitment_id", flat=True)))
    for start in range(0, len(subjects), AT_ONCE):
        part = subjects[start : start + AT_ONCE]
        lock(part)
        settle(part, by=by, at=at, commitment_ids=commitments)
    return len(subjects)
