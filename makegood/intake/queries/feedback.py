from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.intake.models import Feedback, ProposedLink


def feedback_of_batch(batch_id: int) -> QuerySet[Feedback]:
    """The items of a batch (event ``FeedbackImported``), in the order of the file."""
    return Feedback.objects.filter(batch_id=batch_id).select_related("channel", "customer").order_by("pk")


def ids_of_batch(batch_id: int) -> list[int]:
    return list(Feedback.objects.filter(batch_id=batch_id).order_by("pk").values_list("pk", flat=True))


def list_of(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """What a list or card of feedback needs, in one query, newest first."""
    return feedback.select_related("channel", "branch", "customer").order_by("-received_at", "-pk")


def links_of(feedback_id: int) -> QuerySet[ProposedLink]:
    """Links that touch the item, with both ends."""
    ends = Q(earlier_id=feedback_id) | Q(later_id=feedback_id)
    return ProposedLink.objects.filter(ends).select_related("earlier__channel", "later__channel").order_by("pk")
