"""Delivery of what a customer accepted: each option once, whatever crashes, repeats or stays silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.kit.money import Money
from makegood.ledger.models import Transfer
from makegood.ledger.operations import spend
from makegood.recovery.events import FulfilmentStarted, RemedyFulfilled
from makegood.recovery.models import Coupon, Fulfilment, Offer, OfferOption
from makegood.recovery.models.refusals import OfferNotOpen
from makegood.recovery.operations import tell_case
from makegood.recovery.operations.holds import release_all
from makegood.recovery.operations.move import locked, move
from makegood.recovery.rules.codes import new_code
from makegood.recovery.rules.costs import FulfilmentKind
from makegood.recovery.rules.states import FulfilmentState, OfferStatus, fulfilment_may_become
from makegood.recovery.rules.words import filled_in

AT_ONCE = (FulfilmentKind.COUPON_CODE, FulfilmentKind.POINTS, FulfilmentKind.LETTER)


@transaction.atomic
def start_fulfilment(offer: Offer, *, by: Actor, at: datetime) -> list[Fulfilment]:
    """Begin to deliver an accepted offer: codes, points and letters at once, the rest into the queues. Repeatable.

    Raises OfferNotOpen for an offer that nobody accepted.
    """
    offer = locked(offer.pk)
    if offer.status in (OfferStatus.FULFILLING, OfferStatus.FULFILLED):
        return list(offer.fulfilments.all())
    if offer.status != OfferStatus.ACCEPTED:
        raise OfferNotOpen
    move(offer, OfferStatus.FULFILLING, by=by, at=at)
    options = offer.options.select_related("remedy__stock_item")
    due = [option for option in options if option.is_included or option.pk == offer.accepted_option_id]
    begun = [begin(option, attempt=1, by=by, at=at) for option in due]
    for fulfilment, option in zip(begun, due, strict=True):
        if option.remedy.fulfilment in AT_ONCE:
            hand_over_now(fulfilment, offer, option, by=by, at=at)
        else:
            event = FulfilmentStarted(offer.pk, offer.case_id, offer.branch_id, fulfilment.pk)
            journal.record(event, by=by, at=at)
    return begun


def begin(option: OfferOption, *, attempt: int, by: Actor, at: datetime) -> Fulfilment:
    return Fulfilment.objects.create(
        offer_id=option.offer_id, option=option, attempt=attempt, started_at=at,
        idempotency_key=f"offer:{option.offer_id}:option:{option.pk}:attempt:{attempt}",
        actor_kind=by.kind.value, actor_id=by.id,
    )  # fmt: skip


def hand_over_now(fulfilment: Fulfilment, offer: Offer, option: OfferOption, *, by: Actor, at: datetime) -> None:
    if option.remedy.fulfilment == FulfilmentKind.COUPON_CODE:
        Coupon.objects.create(
            code=new_code(), fulfilment=fulfilment, customer_id=offer.customer_id, amount=option.amount,
            currency=offer.currency, issued_at=at, expires_at=at + timedelta(days=option.remedy.valid_days),
        )  # fmt: skip
    if option.remedy.fulfilment == FulfilmentKind.LETTER:
        fulfilment.letter = _letter(offer, option)
        Fulfilment.objects.filter(pk=fulfilment.pk).update(letter=fulfilment.letter)
    settle_done(fulfilment, offer, by=by, at=at)


def _letter(offer: Offer, option: OfferOption) -> str:
    customer = offer.customer
    with translation.override(customer.locale if customer else "zh-hans"):
        return filled_in(option.remedy.text, case=offer.case.number, amount="")


def settle_done(fulfilment: Fulfilment, offer: Offer, *, by: Actor, at: datetime, reference: str = "") -> None:
    """The customer has it: spend what was held, once per option, and finish the offer when nothing else is due."""
    transfer = _spend(fulfilment.option, offer, by=by, at=at)
    changed = {
        "state": FulfilmentState.DONE, "settled_at": at, "transfer": transfer,
        "reference": reference or fulfilment.reference, "actor_kind": by.kind.value, "actor_id": by.id,
    }  # fmt: skip
    open_states = fulfilment_may_become(FulfilmentState.DONE)
    if not Fulfilment.objects.filter(pk=fulfilment.pk, state__in=open_states).update(**changed):
        raise SomebodyWasFaster
    for name, value in changed.items():
        setattr(fulfilment, name, value)
    _finish(offer, fulfilment, by=by, at=at)


def _spend(option: OfferOption, offer: Offer, *, by: Actor, at: datetime) -> Transfer | None:
    if not option.held:
        return None
    hold = offer.holds.select_related("reservation").get(unit=option.unit)
    holder = offer.customer_id if option.unit == "POINTS" else None
    key = f"offer:{offer.pk}:option:{option.pk}:spend"
    return spend(hold.reservation, Money(option.held, option.unit), key=key, holder_id=holder, by=by, at=at)


def _finish(offer: Offer, last: Fulfilment, *, by: Actor, at: datetime) -> None:
    due = offer.options.filter(Q(is_included=True) | Q(accepted_in=offer))
    if due.exclude(fulfilments__state=FulfilmentState.DONE).exists():
        return
    move(offer, OfferStatus.FULFILLED, by=by, at=at, fulfilled_at=at)
    release_all(offer, by=by, at=at)
    tell_case.performed(offer, by=by, at=at)
    journal.record(RemedyFulfilled(offer.pk, offer.case_id, offer.branch_id, last.pk), by=by, at=at)
