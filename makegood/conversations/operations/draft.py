"""Drafts are working material of one person, not events: they are kept, replaced and dropped without a record."""

from __future__ import annotations

from datetime import datetime

from makegood.conversations.models import Draft, Thread
from makegood.conversations.rules.bodies import MAX_LENGTH, cleaned
from makegood.conversations.rules.kinds import Kind
from makegood.people.models import Staff


def save_draft(thread: Thread, *, staff: Staff, body: str, at: datetime, kind: Kind | str = Kind.REPLY) -> Draft | None:
    """Keep what ``staff`` has written so far; an empty text discards the draft. One statement, last one wins."""
    text = cleaned(body)[:MAX_LENGTH]
    if not text:
        discard_draft(thread, staff=staff)
        return None
    draft = Draft(thread=thread, staff=staff, kind=Kind(kind).value, body=text, saved_at=at)
    [kept] = Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["thread", "staff"],
        update_fields=["kind", "body", "saved_at"],
    )
    return kept


def discard_draft(thread: Thread, *, staff: Staff) -> None:
    Draft.objects.filter(thread=thread, staff=staff).delete()
