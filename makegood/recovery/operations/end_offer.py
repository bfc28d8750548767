from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.approvals.models import ApprovalRequest, ApprovalState
from makegood.approvals.operations import withdraw
from makegood.kit.actor import SYSTEM, Actor
from makegood.recovery.events import OfferCancelled, OfferLapsed
from makegood.recovery.models import Offer
from makegood.recovery.models.refusals import OfferNotOpen
from makegood.recovery.operations.holds import release_all
from makegood.recovery.operations.move import locked, move
from makegood.recovery.rules.states import OPEN, OfferStatus


@transaction.atomic
def cancel(offer: Offer, *, by: Actor, at: datetime, reason: str = "", code: str = "withdrawn") -> Offer:
    """Withdraw an offer that nobody has accepted yet; what it held is free again. Raises OfferNotOpen."""
    offer = locked(offer.pk)
    if offer.status not in OPEN:
        raise OfferNotOpen
    _withdraw_question(offer, at=at)
    move(offer, OfferStatus.CANCELLED, by=by, at=at, reason=reason)
    release_all(offer, by=by, at=at)
    journal.record(OfferCancelled(offer.pk, offer.case_id, offer.branch_id, code), by=by, at=at)
    return offer


@transaction.atomic
def cancel_for_withdrawn_breach(clock_id: int, *, at: datetime, by: Actor = SYSTEM) -> Offer | None:
    """The promise was kept after all: its open offer is withdrawn, an accepted one stands. Repeatable."""
    offer = Offer.objects.filter(clock_id=clock_id, status__in=OPEN).first()
    return cancel(offer, by=by, at=at, code="breach_withdrawn") if offer else None


def lapse_expired(*, at: datetime, limit: int = 500) -> int:
    """Let up to ``limit`` offers lapse whose days are over at ``at``; many workers may sweep at once."""
    done = 0
    while done < limit and _lapse_one(at):
        done += 1
    return done


@transaction.atomic
def _lapse_one(at: datetime) -> bool:
    due = Offer.objects.filter(status__in=OPEN, expires_at__lte=at).order_by("expires_at")
    offer = due.select_for_update(skip_locked=True, no_key=True).first()
    if offer is None:
        return False
    _withdraw_question(offer, at=at)
    move(offer, OfferStatus.LAPSED, by=SYSTEM, at=offer.expires_at)
    release_all(offer, by=SYSTEM, at=at)
    journal.record(OfferLapsed(offer.pk, offer.case_id, offer.branch_id), by=SYSTEM, at=offer.expires_at)
    return True


def _withdraw_question(offer: Offer, *, at: datetime) -> None:
    if offer.status != OfferStatus.WAITING_FOR_APPROVAL or offer.approval_id is None:
        return
    request = ApprovalRequest.objects.filter(pk=offer.approval_id, state=ApprovalState.ASKED).first()
    if request is not None:
        withdraw(request, by=SYSTEM, at=at)
