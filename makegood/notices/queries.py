from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from makegood.journal.events import EVENTS
from makegood.notices.models import DeliveryState, Notice, WebhookDelivery, WebhookSubscription

# Which steps our own people take to keep a promise is nobody's business outside: no address is ever told of them.
INTERNAL = frozenset({
    "commitments.PromiseEscalated", "commitments.EscalationAcknowledged", "commitments.PromiseDueSoon",
    "commitments.LadderDefined", "commitments.LadderEnded", "cases.CaseAccused", "cases.AccusedCleared",
    "intake.FeedbackAccused", "approvals.ApprovalRecused", "cases.TrackingLinkUsed",
})  # fmt: skip
TOLD_OF = ("cases.", "intake.", "recovery.", "commitments.", "encounters.", "approvals.", "triage.")


def unread_count(staff_id: int, *, at: datetime) -> int:
    return Notice.objects.rung(at).filter(staff_id=staff_id, read_at=None).count()


def newest(staff_id: int, *, at: datetime, limit: int = 20) -> list[Notice]:
    return list(Notice.objects.rung(at).filter(staff_id=staff_id).select_related("staff__branch")[:limit])


def event_names() -> list[str]:
    """Events that another system may ask to be told of."""
    return sorted(name for name in EVENTS if name.startswith(TOLD_OF) and name not in INTERNAL)


def subscriptions() -> QuerySet[WebhookSubscription]:
    """All subscriptions with the counts of what waits and what was parked, in one query."""
    return WebhookSubscription.objects.select_related("branch", "token").annotate(
        waiting=Count("deliveries", Q(deliveries__state=DeliveryState.PENDING)),
        parked=Count("deliveries", Q(deliveries__state=DeliveryState.PARKED)),
    )


def deliveries_of(subscription_id: int) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(subscription_id=subscription_id).select_related("entry")


def parked_deliveries() -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(state=DeliveryState.PARKED).select_related("subscription", "entry")
