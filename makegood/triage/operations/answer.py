from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.conversations.models import Message
from makegood.conversations.operations import write_message
from makegood.intake.operations import open_conversation
from makegood.kit.actor import Actor
from makegood.triage.models import TriageItem


@transaction.atomic
def answer(item: TriageItem, *, body: str, by: Actor, at: datetime, key: str = "") -> Message:
    """Answer an item that needs no case: thanks for praise, the answer to an enquiry (E6). Keeps its promises.

    The same form ``key`` twice writes one message. Raises Invalid for an empty body or unfilled gaps.
    """
    thread = open_conversation(item.feedback, at=at)
    return write_message(thread, kind="reply", body=body, by=by, at=at, external_key=key)
