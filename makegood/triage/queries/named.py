from __future__ import annotations

from django.db.models import CharField, F, Value
from django.db.models.functions import Length

from makegood.intake.models import Feedback
from makegood.people.models import Staff

MOST = 5


def named_in(feedback: Feedback) -> list[Staff]:
    """Colleagues of the branch whose whole name stands in the words, longest name first: perhaps the accused."""
    if feedback.branch_id is None:
        return []
    words = Value(f"{feedback.subject} {feedback.text}", output_field=CharField())
    there = Staff.objects.filter(is_active=True, branch_id=feedback.branch_id)
    found = there.annotate(words=words, length=Length("name")).filter(length__gte=2, words__contains=F("name"))
    return list(found.order_by("-length", "pk")[:MOST])
