from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from makegood.notices.models import Notice, WebhookSubscription
from makegood.people.models import ApiToken, Role, Staff


def notices_of(staff: Staff, *, at: datetime) -> QuerySet[Notice]:
    """One's own bell, as far as it has rung; nobody reads another's."""
    return Notice.objects.rung(at).filter(staff=staff).select_related("staff__branch")


def may_run_webhooks(staff: Staff) -> bool:
    return staff.is_active and staff.role == Role.ADMINISTRATOR


def subscriptions_of(token: ApiToken) -> QuerySet[WebhookSubscription]:
    """A machine sees the subscriptions it made itself."""
    return WebhookSubscription.objects.filter(token=token)
