from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.conversations.models import Thread
from makegood.conversations.operations import open_thread, write_message
from makegood.intake.models import Feedback
from makegood.kit.actor import SYSTEM, Actor


@transaction.atomic
def open_conversation(feedback: Feedback, *, at: datetime) -> Thread:
    """The thread of an item, begun with what was said; the same thread however often it is asked for."""
    held = Feedback.objects.select_for_update(of=("self",)).select_related("thread", "customer").get(pk=feedback.pk)
    if held.thread is not None:
        return held.thread
    thread = open_thread(customer=held.customer, branch=held.branch, subject=held.original_subject, at=at)
    author: Actor = held.customer.actor if held.customer else SYSTEM
    write_message(
        thread, kind="customer_message", body=held.original, by=author, at=at, occurred_at=held.occurred_at,
        external_key=f"feedback:{held.pk}",
    )  # fmt: skip
    Feedback.objects.filter(pk=held.pk).update(thread=thread)
    feedback.thread = thread
    return thread
