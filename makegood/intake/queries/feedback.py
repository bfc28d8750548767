from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from makegood.conversations.models import Message
from makegood.intake.models import Feedback, ProposedLink


def feedback_of_batch(batch_id: int) -> QuerySet[Feedback]:
    """The items of a batch (event ``FeedbackImported``), in the order of the file."""
    return Feedback.objects.filter(batch_id=batch_id).select_related("channel", "customer").order_by("pk")


def ids_of_batch(batch_id: int) -> list[int]:
    return list(Feedback.objects.filter(batch_id=batch_id).order_by("pk").values_list("pk", flat=True))


def answers_of_batch(batch_id: int) -> dict[int, datetime]:
    """Feedback id → when its first reply was given, for the items of a batch that brought one."""
    replies = (
        Message.objects.responses()
        .filter(thread_id__in=Feedback.objects.filter(batch_id=batch_id).values("thread_id"))
        .values_list("thread_id")
        .annotate(first=Min("occurred_at"))
    )
    first = dict(replies)
    answered = Feedback.objects.filter(batch_id=batch_id, thread_id__in=first).values_list("pk", "thread_id")
    return {pk: first[thread_id] for pk, thread_id in answered}


def list_of(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """What a list or card of feedback needs, in one query, newest first."""
    return feedback.select_related("channel", "branch", "customer").order_by("-received_at", "-pk")


def links_of(feedback_id: int) -> QuerySet[ProposedLink]:
    """Links that touch the item, with both ends."""
    ends = Q(earlier_id=feedback_id) | Q(later_id=feedback_id)
    return ProposedLink.objects.filter(ends).select_related("earlier__channel", "later__channel").order_by("pk")
