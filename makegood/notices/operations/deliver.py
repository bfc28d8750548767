from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from makegood import journal
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.notices.events import WebhookParked, WebhookReplayed
from makegood.notices.models import DeliveryState, WebhookDelivery
from makegood.notices.operations.one_at_a_time import WEBHOOK, alone_with
from makegood.notices.rules import MAX_ATTEMPTS, wait_after
from makegood.wires.webhooks import Answer, post_signed

# A worker that dies gives its item back after this; one that is only slow holds on to it (see `alone_with`).
TRY_AGAIN = timedelta(seconds=60)
PATIENCE = 5.0  # seconds: `at` signs every post of a call, and a signature grows old


def deliver_due(*, at: datetime, limit: int = 20) -> int:
    """Post what is due at ``at``, the earliest of each address; returns how many were tried. Call it again while any.

    Any number of workers may run it at once: each address is served by one of them, so that a slow one holds up only
    the worker that waits for it, and an address hears things in their order.
    """
    tried, began = 0, monotonic()
    for subscription_id, pk in _due(at).distinct("subscription_id").values_list("subscription_id", "pk")[:limit]:
        if monotonic() - began > PATIENCE:
            break
        with alone_with(WEBHOOK, subscription_id) as is_ours:
            tried += is_ours and _post(pk, at=at)
    return tried


def _due(at: datetime) -> QuerySet[WebhookDelivery]:
    due = WebhookDelivery.objects.filter(state=DeliveryState.PENDING, next_at__lte=at, subscription__is_active=True)
    return due.order_by("subscription_id", "next_at", "pk")


def _post(pk: int, *, at: datetime) -> bool:
    """Post one item that nobody else holds, if it is still due."""
    if not WebhookDelivery.objects.filter(pk=pk, pk__in=_due(at).order_by().values("pk")).update(
        next_at=at + TRY_AGAIN
    ):
        return False
    delivery = WebhookDelivery.objects.select_related("subscription").get(pk=pk)
    answer = post_signed(
        delivery.subscription.url, delivery.body.encode(), secret=delivery.subscription.secret, at=at,
        delivery_id=delivery.pk, allow_private=settings.WEBHOOKS_ALLOW_PRIVATE,
    )  # fmt: skip
    _settle(delivery, answer, at=at)
    return True


@transaction.atomic
def _settle(delivery: WebhookDelivery, answer: Answer, *, at: datetime) -> None:
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.PENDING, attempts=delivery.attempts)
    attempts = delivery.attempts + 1
    if answer.is_accepted:
        mine.update(
            state=DeliveryState.DELIVERED, attempts=attempts, delivered_at=at, last_status=answer.status, last_error=""
        )
        return
    gives_up = attempts >= MAX_ATTEMPTS or answer.status == HTTPStatus.GONE
    changed = mine.update(
        state=DeliveryState.PARKED if gives_up else DeliveryState.PENDING, attempts=attempts,
        next_at=at + wait_after(attempts), last_status=answer.status, last_error=answer.error[:300],
    )  # fmt: skip
    if answer.status is None:  # nobody is there: what else is meant for this address waits, too
        others = WebhookDelivery.objects.filter(subscription=delivery.subscription_id, state=DeliveryState.PENDING)
        others.filter(next_at__lt=at + wait_after(attempts)).update(next_at=at + wait_after(attempts))
    if gives_up and changed:
        subscription = delivery.subscription
        journal.record(WebhookParked(subscription.pk, subscription.branch_id, delivery.pk), by=SYSTEM, at=at)


@transaction.atomic
def redeliver(delivery: WebhookDelivery, *, by: Actor, at: datetime) -> None:
    """Try a parked delivery anew. Raises SomebodyWasFaster when it is no longer parked."""
    parked = WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.PARKED)
    if not parked.update(state=DeliveryState.PENDING, attempts=0, next_at=at):
        raise SomebodyWasFaster
    subscription = delivery.subscription
    journal.record(WebhookReplayed(subscription.pk, subscription.branch_id, delivery.pk), by=by, at=at)
