from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.journal.facts import ParkedWorkReplayed
from makegood.journal.models import Outbox
from makegood.journal.operations.record import write_entries
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster


@transaction.atomic
def replay(row: Outbox, *, by: Actor, at: datetime) -> None:
    """Give a parked reaction another chance. Raises SomebodyWasFaster when it is no longer parked."""
    moved = Outbox.objects.filter(pk=row.pk, state=Outbox.State.PARKED).update(
        state=Outbox.State.PENDING, attempts=0, next_at=at
    )
    if not moved:
        raise SomebodyWasFaster
    write_entries([ParkedWorkReplayed(row.pk, row.reaction)], by=by, at=at)
