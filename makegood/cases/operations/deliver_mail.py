from __future__ import annotations

from datetime import datetime

from django.conf import settings

from makegood.cases.models import Case
from makegood.cases.operations.linking import make_tracking_link
from makegood.conversations.operations import deliver_due
from makegood.kit.actor import SYSTEM


def deliver_mail(*, at: datetime, limit: int = 50) -> int:
    """Send the messages that wait, each with the way to its customer's own page; returns how many were tried."""

    def link_of(thread_id: int) -> str:
        case = Case.objects.filter(thread_id=thread_id).first()
        return f"{settings.PUBLIC_URL}/t/{make_tracking_link(case, by=SYSTEM, at=at)}" if case else ""

    return deliver_due(at=at, limit=limit, link_of=link_of)
