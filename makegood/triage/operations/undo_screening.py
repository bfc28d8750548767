from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.triage.events import ScreeningUndone
from makegood.triage.models import ItemState, Screening, TriageItem

PUT_BACK = {"state": ItemState.WAITING, "screened_at": None, "screened_by": None}


@transaction.atomic
def undo_screening(screening: Screening, *, by: Actor, at: datetime) -> TriageItem:
    """Give the item back the values it had and put it back into the inbox; the screening stays on record.

    Raises SomebodyWasFaster when it was undone already.
    """
    standing = Screening.objects.filter(pk=screening.pk, undone_at=None)
    if not standing.update(undone_at=at, undone_by_id=by.id):
        raise SomebodyWasFaster
    TriageItem.objects.filter(pk=screening.item_id, state=ItemState.SCREENED).update(**screening.before, **PUT_BACK)
    item = TriageItem.objects.get(pk=screening.item_id)
    journal.record(ScreeningUndone(item.feedback_id, item.pk, item.branch_id), by=by, at=at)
    return item


@transaction.atomic
def undo_many(screenings: Iterable[Screening], *, by: Actor, at: datetime) -> list[TriageItem]:
    """Undo a whole bulk action in a fixed number of statements; those undone meanwhile are left out."""
    ids = [screening.pk for screening in screenings]
    standing = list(Screening.objects.filter(pk__in=ids, undone_at=None).order_by("pk").select_for_update(of=("self",)))
    Screening.objects.filter(pk__in=[s.pk for s in standing]).update(undone_at=at, undone_by_id=by.id)
    items = TriageItem.objects.in_bulk([s.item_id for s in standing])
    for screening in standing:
        item = items[screening.item_id]
        for name, value in {**screening.before, **PUT_BACK}.items():
            setattr(item, name, value)
    fields = {name.removesuffix("_id") for screening in standing for name in screening.before}
    TriageItem.objects.bulk_update(items.values(), [*fields, *PUT_BACK])
    journal.record_many([ScreeningUndone(i.feedback_id, i.pk, i.branch_id) for i in items.values()], by=by, at=at)
    return list(items.values())
