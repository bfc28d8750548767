from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.recovery.events import FulfilmentFailed, FulfilmentStarted, FulfilmentUnknown
from makegood.recovery.models import Fulfilment, Offer
from makegood.recovery.models.refusals import AlreadyPaid, PaymentUnknown
from makegood.recovery.operations.deliver import begin, settle_done
from makegood.recovery.operations.move import locked
from makegood.recovery.rules.states import FulfilmentState, fulfilment_may_become


def _locked(fulfilment: Fulfilment) -> tuple[Fulfilment, Offer]:
    offer = locked(fulfilment.offer_id)
    return Fulfilment.objects.select_related("option__remedy").get(pk=fulfilment.pk), offer


@transaction.atomic
def confirm_payout(fulfilment: Fulfilment, *, reference: str, by: Actor, at: datetime) -> Fulfilment:
    """Record that money was paid or goods handed over, once: a second click changes nothing.

    Raises AlreadyPaid (done under another reference), PaymentUnknown (settle it instead), Invalid, SomebodyWasFaster.
    """
    reference = reference.strip()
    if not reference:
        raise Invalid(_("Enter the reference of the payment or delivery."), field="reference")
    fulfilment, offer = _locked(fulfilment)
    if fulfilment.state == FulfilmentState.DONE:
        if fulfilment.reference != reference:
            raise AlreadyPaid
        return fulfilment
    if fulfilment.state == FulfilmentState.UNKNOWN:
        raise PaymentUnknown
    settle_done(fulfilment, offer, by=by, at=at, reference=reference)
    return fulfilment


@transaction.atomic
def mark_sent(fulfilment: Fulfilment, *, reference: str, by: Actor, at: datetime) -> Fulfilment:
    """The request left for a gateway or a courier. Raises SomebodyWasFaster unless it was waiting."""
    fulfilment, _offer = _locked(fulfilment)
    _change(fulfilment, FulfilmentState.SENT, by=by, sent_at=at, reference=reference)
    return fulfilment


@transaction.atomic
def mark_unknown(fulfilment: Fulfilment, *, by: Actor, at: datetime, note: str = "") -> Fulfilment:
    """Neither yes nor no came back. It waits for a person and is never repeated by itself."""
    fulfilment, offer = _locked(fulfilment)
    _change(fulfilment, FulfilmentState.UNKNOWN, by=by, note=note)
    journal.record(FulfilmentUnknown(offer.pk, offer.case_id, offer.branch_id, fulfilment.pk), by=by, at=at)
    return fulfilment


@transaction.atomic
def settle_unknown(
    fulfilment: Fulfilment, *, arrived: bool, by: Actor, at: datetime, reference: str = "", note: str = ""
) -> Fulfilment:
    """Record what asking brought to light. If it did not arrive, a fresh attempt is queued and returned."""
    fulfilment, offer = _locked(fulfilment)
    if fulfilment.state != FulfilmentState.UNKNOWN:
        raise SomebodyWasFaster
    if arrived:
        settle_done(fulfilment, offer, by=by, at=at, reference=reference)
        return fulfilment
    return _failed(fulfilment, offer, by=by, at=at, note=note)


@transaction.atomic
def mark_failed(fulfilment: Fulfilment, *, by: Actor, at: datetime, note: str) -> Fulfilment:
    """It certainly did not arrive: a fresh attempt is queued and returned. Raises PaymentUnknown, SomebodyWasFaster."""
    fulfilment, offer = _locked(fulfilment)
    if fulfilment.state == FulfilmentState.UNKNOWN:
        raise PaymentUnknown
    return _failed(fulfilment, offer, by=by, at=at, note=note)


def _failed(fulfilment: Fulfilment, offer: Offer, *, by: Actor, at: datetime, note: str) -> Fulfilment:
    """The attempt is over for certain, so a fresh one joins the queue: a person decides how it is tried again."""
    _change(fulfilment, FulfilmentState.FAILED, by=by, settled_at=at, note=note)
    journal.record(FulfilmentFailed(offer.pk, offer.case_id, offer.branch_id, fulfilment.pk), by=by, at=at)
    fresh = begin(fulfilment.option, attempt=fulfilment.attempt + 1, by=by, at=at)
    journal.record(FulfilmentStarted(offer.pk, offer.case_id, offer.branch_id, fresh.pk), by=by, at=at)
    return fresh


def _change(fulfilment: Fulfilment, new: FulfilmentState, *, by: Actor, **fields: object) -> None:
    changed = {"state": new, "actor_kind": by.kind.value, "actor_id": by.id, **fields}
    found = Fulfilment.objects.filter(pk=fulfilment.pk, state__in=fulfilment_may_become(new))
    if not found.update(**changed):
        raise SomebodyWasFaster
    for name, value in changed.items():
        setattr(fulfilment, name, value)
