from __future__ import annotations

from django.db.models import QuerySet

from makegood.cases.permissions import about
from makegood.people.models import Staff
from makegood.recovery.models import Fulfilment
from makegood.recovery.rules.states import UNSETTLED


def waiting_payouts(
    branch_ids: frozenset[int] | None, *, kind: str | None = "payout", viewer: Staff | None = None
) -> QuerySet[Fulfilment]:
    """What is to be paid or handed over, oldest first, unknown ones among them; one query.

    ``kind`` is a way of fulfilment (payout, stock, booking); None gives all. What makes good a
    complaint about ``viewer`` is left out.
    """
    found = Fulfilment.objects.filter(state__in=UNSETTLED)
    if kind is not None:
        found = found.filter(option__remedy__fulfilment=kind)
    if viewer is not None:
        found = found.exclude(offer__case__in=about(viewer).values("pk"))
    if branch_ids is not None:
        found = found.filter(offer__branch_id__in=branch_ids)
    return found.select_related("offer__case", "offer__customer", "offer__branch", "option__remedy").order_by(
        "started_at", "pk"
    )
