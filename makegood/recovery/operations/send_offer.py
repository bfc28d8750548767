from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from makegood import journal
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.recovery.events import OfferCancelled, OfferSent
from makegood.recovery.models import Offer
from makegood.recovery.operations import tell_case
from makegood.recovery.operations.holds import release_all
from makegood.recovery.operations.move import locked, move
from makegood.recovery.operations.propose import OFFER_DAYS
from makegood.recovery.rules.states import OfferStatus


@transaction.atomic
def send_offer(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    """Put the offer before the customer; its days to answer begin. Raises SomebodyWasFaster."""
    offer = locked(offer.pk)
    if offer.status != OfferStatus.PROPOSED:
        raise SomebodyWasFaster
    return _send(offer, by=by, at=at)


@transaction.atomic
def approval_agreed(offer: Offer, *, at: datetime, by: Actor = SYSTEM) -> Offer:
    """The asked-for yes came: the offer goes out at once. Repeatable."""
    offer = locked(offer.pk)
    return _send(offer, by=by, at=at) if offer.status == OfferStatus.WAITING_FOR_APPROVAL else offer


@transaction.atomic
def approval_refused(offer: Offer, *, at: datetime, reason: str = "", by: Actor = SYSTEM) -> Offer:
    """The answer was no: nothing is offered and what was held is free again. Repeatable."""
    offer = locked(offer.pk)
    if offer.status == OfferStatus.WAITING_FOR_APPROVAL:
        move(offer, OfferStatus.CANCELLED, by=by, at=at, reason=reason)
        release_all(offer, by=by, at=at)
        journal.record(OfferCancelled(offer.pk, offer.case_id, offer.branch_id, "refused"), by=by, at=at)
    return offer


def _send(offer: Offer, *, by: Actor, at: datetime) -> Offer:
    days = offer.policy.offer_days if offer.policy else OFFER_DAYS
    move(offer, OfferStatus.OFFERED, by=by, at=at, sent_at=at, expires_at=at + timedelta(days=days))
    tell_case.offer_made(offer, by=by, at=at)
    journal.record(OfferSent(offer.pk, offer.case_id, offer.branch_id), by=by, at=at)
    return offer
