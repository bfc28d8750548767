from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from makegood import journal
from makegood.kit.actor import Actor
from makegood.people.events import QuietHoursSet
from makegood.people.models import QuietHours


@transaction.atomic
def set_quiet_hours(quiet_from: time, quiet_until: time, *, by: Actor, at: datetime) -> None:
    """From now on the house is quiet in these hours; what waits already waits as it was told to."""
    made = QuietHours.objects.create(quiet_from=quiet_from, quiet_until=quiet_until, set_at=at, set_by_id=by.id)
    journal.record(QuietHoursSet(made.pk, f"{quiet_from:%H:%M}", f"{quiet_until:%H:%M}"), by=by, at=at)
