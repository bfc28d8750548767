from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.notices.events import WebhookEnded, WebhookSubscribed
from makegood.notices.models import WebhookSubscription
from makegood.notices.queries import event_names
from makegood.notices.rules import hears
from makegood.people.models import ApiToken, Branch
from makegood.wires.webhooks import AddressRefused, check_address


@transaction.atomic
def subscribe(
    *, name: str, url: str, events: Sequence[str], branch: Branch | None = None, token: ApiToken | None = None,
    secret: str = "", by: Actor, at: datetime,
) -> tuple[WebhookSubscription, str]:  # fmt: skip
    """Tell ``url`` of ``events`` from now on. Returns the subscription and its signing secret.

    Raises Invalid for an event that does not exist and for an address inside our own network.
    """
    known = event_names()
    for wanted in events:
        if not any(hears([wanted], event) for event in known):
            raise Invalid(_("There is no event called %(event)s."), field="events", event=wanted)
    if not events:
        raise Invalid(_("Choose at least one event."), field="events")
    check_url(url)
    secret = secret or f"whsec_{secrets.token_urlsafe(32)}"
    made = WebhookSubscription.objects.create(
        name=name, url=url, secret=secret, events=list(events), branch=branch, token=token, subscribed_at=at
    )
    journal.record(WebhookSubscribed(made.pk, made.branch_id), by=by, at=at)
    return made, secret


def check_url(url: str) -> None:
    """Raises Invalid unless the address is http(s), has no password in it and is not inside our own network."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Invalid(_("This is not a complete web address."), field="url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise Invalid(_("Give a complete address that begins with https:// and has no password in it."), field="url")
    try:
        check_address(parts.hostname, port or 443, allow_private=settings.WEBHOOKS_ALLOW_PRIVATE)
    except AddressRefused:
        raise Invalid(_("This address cannot be reached, or lies inside our own network."), field="url") from None


@transaction.atomic
def unsubscribe(subscription: WebhookSubscription, *, by: Actor, at: datetime) -> None:
    """Nothing more is sent there; what waits is kept and not sent. Raises SomebodyWasFaster when it had ended."""
    if not WebhookSubscription.objects.filter(pk=subscription.pk, is_active=True).update(is_active=False):
        raise SomebodyWasFaster
    journal.record(WebhookEnded(subscription.pk, subscription.branch_id), by=by, at=at)
