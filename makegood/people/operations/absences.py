from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.people.events import AbsenceNoted, AbsenceWithdrawn
from makegood.people.models import Absence, Staff

LONGEST = timedelta(days=730)


@transaction.atomic
def note_absence(
    staff: Staff, *, first: date, last: date, by: Actor, at: datetime, reason: str = Absence.Reason.LEAVE
) -> Absence:
    """Somebody does not come from `first` to `last`, both included; their shifts stay in the plan. Raises Invalid."""
    if last < first:
        raise Invalid(_("The last day lies before the first. Turn them round."), field="last")
    if last - first > LONGEST:
        raise Invalid(_("This is longer than two years. Look at the year of the last day."), field="last")
    Staff.objects.select_for_update().get(pk=staff.pk)
    until = last + timedelta(days=1)
    if Absence.objects.filter(staff=staff, withdrawn_at=None, first__lt=until, until__gt=first).exists():
        raise Invalid(_("Some of these days are noted already. Withdraw that absence first."), field="first")
    absence = Absence.objects.create(
        staff=staff, first=first, until=until, reason=reason, noted_at=at, noted_by_id=by.id
    )
    journal.record(AbsenceNoted(staff.pk, staff.branch_id, absence.pk), by=by, at=at)
    return absence


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Actor, at: datetime) -> None:
    """They come after all; the row stays, with when it ended."""
    if not Absence.objects.filter(pk=absence.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise SomebodyWasFaster
    staff = absence.staff
    journal.record(AbsenceWithdrawn(staff.pk, staff.branch_id, absence.pk), by=by, at=at)
