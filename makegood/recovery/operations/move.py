"""How an offer changes its status: guarded, with a row that says who, when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.cases.models import Case
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.recovery.models import Offer, OfferMove
from makegood.recovery.rules.states import OfferStatus, may_become


def locked(offer_id: int) -> Offer:
    """The offer and its case, locked until the caller's transaction ends: first cases, then offers, then budgets."""
    case_id = Offer.objects.values_list("case_id", flat=True).get(pk=offer_id)
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer_id)
    offer.case = case
    return offer


def move(offer: Offer, new: OfferStatus, *, by: Actor, at: datetime, reason: str = "", **fields: Any) -> None:
    """Set the status and ``fields`` and leave an OfferMove. Raises SomebodyWasFaster where MOVES forbids it."""
    old = OfferStatus(offer.status)
    if old not in may_become(new):
        raise SomebodyWasFaster
    if not Offer.objects.filter(pk=offer.pk, status=old).update(status=new, **fields):
        raise SomebodyWasFaster
    for name, value in {"status": new, **fields}.items():
        setattr(offer, name, value)
    remember(offer, old, by=by, at=at, reason=reason)


def remember(offer: Offer, old: str, *, by: Actor, at: datetime, reason: str = "") -> OfferMove:
    return OfferMove.objects.create(
        offer=offer, old=old, new=offer.status, reason=reason, actor_kind=by.kind.value, actor_id=by.id, at=at
    )
