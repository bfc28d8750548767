from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import transaction

from makegood import journal
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.notices.events import WebhookParked, WebhookReplayed
from makegood.notices.models import DeliveryState, WebhookDelivery
from makegood.notices.rules import MAX_ATTEMPTS, wait_after
from makegood.wires.webhooks import Answer, post_signed

LEASE = timedelta(seconds=60)  # longer than a post may take: a worker that dies gives its rows back by itself


def deliver_due(*, at: datetime, limit: int = 20) -> int:
    """Post what is due at ``at``; returns how many were tried. Any number of workers may run it at once."""
    claimed = _claim(at=at, limit=limit)
    for delivery in claimed:
        answer = post_signed(
            delivery.subscription.url, delivery.body.encode(), secret=delivery.subscription.secret, at=at,
            delivery_id=delivery.pk, allow_private=settings.WEBHOOKS_ALLOW_PRIVATE,
        )  # fmt: skip
        _settle(delivery, answer, at=at)
    return len(claimed)


@transaction.atomic
def _claim(*, at: datetime, limit: int) -> list[WebhookDelivery]:
    """Take due rows and push their next attempt beyond the lease, so that nobody else posts them meanwhile."""
    due = list(
        WebhookDelivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=DeliveryState.PENDING, next_at__lte=at, subscription__is_active=True)
        .select_related("subscription")
        .order_by("next_at", "pk")[:limit]
    )
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in due]).update(next_at=at + LEASE)
    return due


@transaction.atomic
def _settle(delivery: WebhookDelivery, answer: Answer, *, at: datetime) -> None:
    mine = WebhookDelivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.PENDING, attempts=delivery.attempts
    )  # another worker may have settled it after our lease ran out
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
