from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.conversations.operations import write_message
from makegood.intake.operations import name_accused, open_conversation
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.people.models import Staff
from makegood.triage.models import TriageItem


@transaction.atomic
def accuse(item: TriageItem, accused: Staff, *, reason: str, by: Actor, at: datetime) -> None:
    """Name the colleague an item complains about: from now on they cannot see it, nor the case it becomes.

    The reason is kept as a note for colleagues. Raises Invalid without one; repeatable.
    """
    if not reason.strip():
        raise Invalid(_("Say why: whoever reads this later must understand it."), field="reason")
    if name_accused(item.feedback, accused, by=by, at=at):
        write_message(open_conversation(item.feedback, at=at), kind="note", body=reason.strip(), by=by, at=at)
