"""Presence is forgotten within the minute, so nothing of it is recorded."""

from __future__ import annotations

from datetime import datetime

from makegood.conversations.models import Presence, Thread
from makegood.conversations.queries import PRESENCE_LASTS
from makegood.people.models import Staff


def look(thread: Thread, *, staff: Staff, at: datetime, is_writing: bool = False) -> None:
    """``staff`` has the thread open; call it every 20 seconds or so while the page is visible."""
    Presence.objects.bulk_create(
        [Presence(thread=thread, staff=staff, is_writing=is_writing, seen_at=at)],
        update_conflicts=True,
        unique_fields=["thread", "staff"],
        update_fields=["is_writing", "seen_at"],
    )


def forget_presences(*, at: datetime) -> int:
    """Drop rows nobody needs any more; returns how many."""
    return Presence.objects.filter(seen_at__lt=at - PRESENCE_LASTS).delete()[0]
