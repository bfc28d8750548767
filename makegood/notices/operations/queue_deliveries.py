from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from makegood.journal.models import Entry
from makegood.kit.flat import canonical_json
from makegood.notices.models import WebhookDelivery, WebhookSubscription
from makegood.notices.queries import INTERNAL, TOLD_OF
from makegood.notices.rules import hears


def queue_deliveries(entry: Entry, *, at: datetime) -> int:
    """Queue ``entry`` for every address that asked for it; returns how many those are. Repeatable; live only."""
    return queue_many_deliveries([(entry, at)])


@transaction.atomic
def queue_many_deliveries(entries: Iterable[tuple[Entry, datetime]]) -> int:
    """``queue_deliveries`` of many entries, each with its moment, in two statements whatever their number."""
    told = [(entry, at) for entry, at in entries if _is_for_others(entry)]
    subscriptions = list(WebhookSubscription.objects.filter(is_active=True)) if told else []
    deliveries = [
        WebhookDelivery(subscription=subscription, entry=entry, body=body_of(entry), next_at=at)
        for entry, at in told
        for subscription in subscriptions
        if subscription.branch_id in (None, entry.branch_id) and hears(subscription.events, entry.name)
    ]
    return len(WebhookDelivery.objects.bulk_create(deliveries, ignore_conflicts=True))


def _is_for_others(entry: Entry) -> bool:
    return entry.is_live and entry.name.startswith(TOLD_OF) and entry.name not in INTERNAL


def body_of(entry: Entry) -> str:
    """The JSON that is sent and signed: ids and codes only, as in the journal."""
    return canonical_json(
        {
            "id": f"evt_{entry.pk}",
            "event": entry.name,
            "at": entry.at.isoformat(),
            "subject": {"kind": entry.subject_kind, "id": entry.subject_id},
            "branch_id": entry.branch_id,
            "data": entry.data,
        }
    )
