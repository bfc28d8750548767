from __future__ import annotations

from django.db.models import QuerySet

from makegood.notices.models import Notice, WebhookSubscription
from makegood.people.models import ApiToken, Role, Staff


def notices_of(staff: Staff) -> QuerySet[Notice]:
    """One's own bell; nobody reads another's."""
    return Notice.objects.filter(staff=staff)


def may_run_webhooks(staff: Staff) -> bool:
    return staff.is_active and staff.role == Role.ADMINISTRATOR


def subscriptions_of(token: ApiToken) -> QuerySet[WebhookSubscription]:
    """A machine sees the subscriptions it made itself."""
    return WebhookSubscription.objects.filter(token=token)
