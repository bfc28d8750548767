from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from makegood.cases.models import Case, TrackingLink
from makegood.cases.operations import make_tracking_link
from makegood.commitments.queries import clocks_of
from makegood.intake.models import Feedback
from makegood.kit.actor import SYSTEM
from makegood.portal.pages.promises import next_date


def receipt_page(feedback: Feedback, *, at: datetime) -> dict[str, Any]:
    return {
        "feedback": feedback,
        "next_date": next_date(clocks_of("feedback", [feedback.pk], at=at)),
    }


def way_to(case: Case, *, at: datetime) -> str:
    """The token of the case's page; empty when every link to it was ended, which a receipt does not undo."""
    good = Q(revoked_at=None, expires_at__gt=at)
    if TrackingLink.objects.filter(case=case).exclude(good).exists() and not case.links.filter(good).exists():
        return ""
    return make_tracking_link(case, by=SYSTEM, at=at)
