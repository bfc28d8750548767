from __future__ import annotations

from django.db.models import QuerySet

from makegood.recovery.models import Fulfilment
from makegood.recovery.rules.states import UNSETTLED


def waiting_payouts(branch_ids: frozenset[int] | None, *, kind: str | None = "payout") -> QuerySet[Fulfilment]:
    """What is to be paid or handed over, oldest first, unknown ones among them; one query.

    ``kind`` is a way of fulfilment (payout, stock, booking); None gives all.
    """
    found = Fulfilment.objects.filter(state__in=UNSETTLED)
    if kind is not None:
        found = found.filter(option__remedy__fulfilment=kind)
    if branch_ids is not None:
        found = found.filter(offer__branch_id__in=branch_ids)
    return found.select_related("offer__case", "offer__customer", "offer__branch", "option__remedy").order_by(
        "started_at", "pk"
    )
