from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.intake.events import FeedbackAccused
from makegood.intake.models import Feedback
from makegood.kit.actor import Actor
from makegood.people.models import Staff


@transaction.atomic
def name_accused(feedback: Feedback, accused: Staff | None, *, by: Actor, at: datetime) -> bool:
    """Say whom this complains about; None takes it back. False when that stood already: repeatable."""
    accused_id = accused.pk if accused else None
    held = Feedback.objects.select_for_update(of=("self",)).only("accused_id").get(pk=feedback.pk)
    if held.accused_id == accused_id:
        return False
    Feedback.objects.filter(pk=feedback.pk).update(accused=accused)
    feedback.accused = accused
    journal.record(FeedbackAccused(feedback.pk, feedback.branch_id, accused_id), by=by, at=at)
    return True
