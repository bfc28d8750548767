from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from makegood.journal.models import Entry
from makegood.kit.flat import canonical_json
from makegood.notices.models import WebhookDelivery, WebhookSubscription
from makegood.notices.queries import INTERNAL, TOLD_OF
from makegood.notices.rules import hears


@transaction.atomic
def queue_deliveries(entry: Entry, *, at: datetime) -> int:
    """Queue ``entry`` for every address that asked for it; returns how many were new. Repeatable; live only."""
    if not entry.is_live or not entry.name.startswith(TOLD_OF) or entry.name in INTERNAL:
        return 0
    scope = Q(branch=None) | Q(branch_id=entry.branch_id) if entry.branch_id else Q(branch=None)
    listening = [s for s in WebhookSubscription.objects.filter(scope, is_active=True) if hears(s.events, entry.name)]
    if not listening:
        return 0
    body = body_of(entry)
    queued = WebhookDelivery.objects.bulk_create(
        [WebhookDelivery(subscription=s, entry=entry, body=body, next_at=at) for s in listening], ignore_conflicts=True
    )
    return len(queued)


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
