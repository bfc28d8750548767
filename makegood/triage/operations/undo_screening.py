from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.triage.events import ScreeningUndone
from makegood.triage.models import ItemState, Screening, TriageItem


@transaction.atomic
def undo_screening(screening: Screening, *, by: Actor, at: datetime) -> TriageItem:
    """Give the item back the values it had and put it back into the inbox; the screening stays on record.

    Raises SomebodyWasFaster when it was undone already.
    """
    standing = Screening.objects.filter(pk=screening.pk, undone_at=None)
    if not standing.update(undone_at=at, undone_by_id=by.id):
        raise SomebodyWasFaster
    TriageItem.objects.filter(pk=screening.item_id, state=ItemState.SCREENED).update(
        **screening.before, state=ItemState.WAITING, screened_at=None, screened_by=None
    )
    item = TriageItem.objects.get(pk=screening.item_id)
    journal.record(ScreeningUndone(item.feedback_id, item.pk, item.branch_id), by=by, at=at)
    return item
