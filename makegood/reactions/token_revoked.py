"""A machine's identity ended: what it asked for ends with it."""

from __future__ import annotations

from makegood.journal import on
from makegood.journal.models import Entry
from makegood.notices.models import WebhookSubscription
from makegood.notices.operations import unsubscribe
from makegood.people.events import TokenRevoked


@on(TokenRevoked)
def end_its_webhooks(event: TokenRevoked, entry: Entry) -> None:
    """Addresses that a revoked token subscribed hear nothing more."""
    for subscription in WebhookSubscription.objects.filter(token_id=event.api_token_id, is_active=True):
        unsubscribe(subscription, by=entry.actor, at=entry.at)
