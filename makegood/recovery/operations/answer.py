from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.engines.text.privacy import mask
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.recovery.events import OfferAccepted, OfferDeclined
from makegood.recovery.models import Offer, OfferOption
from makegood.recovery.models.refusals import OfferExpired, OfferNotOpen
from makegood.recovery.operations import tell_case
from makegood.recovery.operations.holds import keep_only, release_all
from makegood.recovery.operations.move import locked, move
from makegood.recovery.operations.propose import holds_needed
from makegood.recovery.rules.states import OfferStatus

TAKEN = (OfferStatus.ACCEPTED, OfferStatus.FULFILLING, OfferStatus.FULFILLED)


@transaction.atomic
def accept(offer: Offer, option: OfferOption | None, *, by: Actor, at: datetime) -> Offer:
    """Take one option; what the others held is free again. The same answer twice is one answer.

    ``option`` may be left out where there is at most one to choose. Raises OfferExpired, OfferNotOpen, Invalid.
    """
    offer = locked(offer.pk)
    options = list(offer.options.select_related("remedy"))
    chosen = _chosen(options, option)
    if offer.status in TAKEN and offer.accepted_option_id == (chosen.pk if chosen else None):
        return offer
    _must_be_open(offer, at)
    move(offer, OfferStatus.ACCEPTED, by=by, at=at, answered_at=at, accepted_option_id=chosen.pk if chosen else None)
    keep_only(offer, holds_needed([o for o in options if o.is_included or o == chosen]), by=by, at=at)
    tell_case.offer_answered(offer, is_accepted=True, by=by, at=at)
    event = OfferAccepted(offer.pk, offer.case_id, offer.branch_id, option_id=chosen.pk if chosen else 0)
    journal.record(event, by=by, at=at)
    return offer


@transaction.atomic
def decline(offer: Offer, *, by: Actor, at: datetime, reason: str = "") -> Offer:
    """Say no; everything held is free again. Declining twice is one answer. Raises OfferExpired, OfferNotOpen."""
    offer = locked(offer.pk)
    if offer.status == OfferStatus.DECLINED:
        return offer
    _must_be_open(offer, at)
    move(offer, OfferStatus.DECLINED, by=by, at=at, reason=mask(reason).text, answered_at=at)
    release_all(offer, by=by, at=at)
    tell_case.offer_answered(offer, is_accepted=False, by=by, at=at)
    journal.record(OfferDeclined(offer.pk, offer.case_id, offer.branch_id), by=by, at=at)
    return offer


def _chosen(options: list[OfferOption], option: OfferOption | None) -> OfferOption | None:
    choices = [found for found in options if not found.is_included]
    if option is None:
        if len(choices) > 1:
            raise Invalid(_("Choose one of the options."), field="option")
        return choices[0] if choices else None
    if option not in choices:
        raise Invalid(_("Choose one of the options."), field="option")
    return option


def _must_be_open(offer: Offer, at: datetime) -> None:
    if offer.status == OfferStatus.LAPSED or (offer.status == OfferStatus.OFFERED and at >= offer.expires_at):
        raise OfferExpired
    if offer.status != OfferStatus.OFFERED:
        raise OfferNotOpen
