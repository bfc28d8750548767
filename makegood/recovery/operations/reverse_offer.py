from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.ledger.operations import release, reverse
from makegood.recovery.events import RemedyReversed
from makegood.recovery.models import Coupon, Fulfilment, Offer
from makegood.recovery.models.refusals import CouponNotUsable, OfferNotOpen
from makegood.recovery.operations.move import locked, move
from makegood.recovery.rules.states import FulfilmentState, OfferStatus


@transaction.atomic
def reverse_offer(offer: Offer, *, by: Actor, at: datetime, reason: str) -> Offer:
    """Take a delivered remedy back: a reversing entry for each payment, the budget whole again. Repeatable.

    Raises Invalid without a reason, OfferNotOpen before delivery, CouponNotUsable for a coupon already used.
    """
    if not reason.strip():
        raise Invalid(_("Say why this is reversed."), field="reason")
    offer = locked(offer.pk)
    if offer.status == OfferStatus.REVERSED:
        return offer
    if offer.status != OfferStatus.FULFILLED:
        raise OfferNotOpen
    done = offer.fulfilments.filter(state=FulfilmentState.DONE).select_related("transfer__reservation")
    for fulfilment in done.order_by("transfer__budget_id"):
        _take_back(fulfilment, by=by, at=at)
    move(offer, OfferStatus.REVERSED, by=by, at=at, reason=reason)
    journal.record(RemedyReversed(offer.pk, offer.case_id, offer.branch_id), by=by, at=at)
    return offer


def _take_back(fulfilment: Fulfilment, *, by: Actor, at: datetime) -> None:
    coupon = Coupon.objects.filter(fulfilment=fulfilment)
    if coupon.exists() and not coupon.filter(redeemed_at=None).update(revoked_at=at):
        raise CouponNotUsable(_("The coupon was used already, so it cannot be taken back."))
    spent = fulfilment.transfer
    if spent is None or spent.reservation is None:
        return
    reverse(spent, key=f"{spent.idempotency_key}:reverse", by=by, at=at)
    release(spent.reservation, amount=spent.money, key=f"{spent.idempotency_key}:back", by=by, at=at)
