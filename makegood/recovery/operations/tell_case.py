"""What a case must know of its offers. The case owns its status and its closing conditions; we call down."""

from __future__ import annotations

from datetime import datetime

from makegood.cases import operations as cases
from makegood.kit.actor import Actor
from makegood.recovery.models import Offer
from makegood.recovery.rules.states import OfferStatus

DUE = (OfferStatus.ACCEPTED, OfferStatus.FULFILLING)


def offer_made(offer: Offer, *, by: Actor, at: datetime) -> None:
    cases.record_offer_made(offer.case, by=by, at=at)


def offer_answered(offer: Offer, *, is_accepted: bool, by: Actor, at: datetime) -> None:
    cases.record_offer_answer(offer.case, accepted=is_accepted, by=by, at=at)


def performed(offer: Offer, *, by: Actor, at: datetime) -> None:
    """Nothing is told while another accepted offer of the case still has to arrive."""
    if not Offer.objects.filter(case_id=offer.case_id, status__in=DUE).exists():
        cases.record_performed(offer.case, by=by, at=at)
