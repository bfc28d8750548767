from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from makegood.kit.periods import Period
from makegood.recovery.models import Fulfilment, Offer
from makegood.recovery.rules.states import FulfilmentState


@dataclass(frozen=True)
class Delivery:
    """How long one remedy took from the decision to the customer (A8)."""

    offer_id: int
    branch_id: int | None
    proposed_at: datetime
    fulfilled_at: datetime

    @property
    def took(self) -> timedelta:
        return self.fulfilled_at - self.proposed_at


def deliveries(period: Period, branch_ids: frozenset[int] | None) -> Iterator[Delivery]:
    """Remedies that reached the customer in the period; one query."""
    found = Offer.objects.in_branches(branch_ids).filter(fulfilled_at__gte=period.start, fulfilled_at__lt=period.end)
    rows = found.order_by("pk").values_list("pk", "branch_id", "proposed_at", "fulfilled_at")
    return (Delivery(pk, branch, begun, done) for pk, branch, begun, done in rows if done is not None)


@dataclass(frozen=True)
class Given:
    remedy_code: str
    count: int
    cost: int
    worth: int


def given_by_remedy(period: Period, branch_ids: frozenset[int] | None) -> list[Given]:
    """What reached customers in the period by kind of remedy, cost and worth in fen; one query."""
    found = Fulfilment.objects.filter(
        Q(settled_at__gte=period.start, settled_at__lt=period.end), state=FulfilmentState.DONE
    ).exclude(offer__status=Offer.Status.REVERSED)
    if branch_ids is not None:
        found = found.filter(offer__branch_id__in=branch_ids)
    rows = (
        found.order_by()
        .values_list("option__remedy__code")
        .annotate(n=Count("pk"), cost=Sum("option__cost"), worth=Sum("option__worth"))
        .order_by("option__remedy__code")
    )
    return [Given(code, n, cost, worth) for code, n, cost, worth in rows]
