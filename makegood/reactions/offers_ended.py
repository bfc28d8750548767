"""An offer ended without an answer, or its case ended first: neither keeps the other waiting."""

from __future__ import annotations

from makegood.cases.events import CaseClosed, CaseWithdrawn
from makegood.cases.models import Case
from makegood.cases.operations import record_offer_ended
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.recovery.events import OfferCancelled, OfferLapsed
from makegood.recovery.models import Offer
from makegood.recovery.operations import cancel

OPEN = (Offer.Status.PROPOSED, Offer.Status.WAITING_FOR_APPROVAL, Offer.Status.OFFERED)


@on(OfferLapsed, OfferCancelled)
def put_the_case_back(event: OfferLapsed | OfferCancelled, entry: Entry) -> None:
    """A case with nothing left on offer goes back to where it stood, so that it can be decided or closed."""
    if not Offer.objects.filter(case_id=event.case_id, status=Offer.Status.OFFERED).exists():
        record_offer_ended(Case.objects.get(pk=event.case_id), by=SYSTEM, at=entry.at)


@on(CaseWithdrawn, CaseClosed)
def take_back_what_is_still_offered(event: CaseWithdrawn | CaseClosed, entry: Entry) -> None:
    """An ended case offers nothing: open offers are withdrawn and what they held is free again.

    Told late, the case may have been taken up again: what was proposed or sent to the customer since then stands.
    """
    offers = Offer.objects.filter(case_id=event.case_id, status__in=OPEN)
    if Case.objects.open().filter(pk=event.case_id).exists():
        offers = offers.filter(proposed_at__lte=entry.at).exclude(sent_at__gt=entry.at)
    for offer in offers:
        cancel(offer, by=SYSTEM, at=entry.at, code="case_ended")
