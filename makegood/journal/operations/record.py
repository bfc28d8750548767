from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from makegood.journal.events import Event
from makegood.journal.models import Entry, Outbox
from makegood.journal.modes import current_mode
from makegood.journal.registry import reactions_to
from makegood.kit.actor import Actor


def write_entries(
    events: Sequence[Event], *, by: Actor, at: datetime, dated: Sequence[datetime] | None = None
) -> list[Entry]:
    """Insert one entry an event and one outbox row a reaction, in two statements."""
    if not connection.in_atomic_block:
        raise RuntimeError("journal.record needs the transaction of the change it records")
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    mode, moments = current_mode(), dated if dated is not None else [at] * len(events)
    entries = Entry.objects.bulk_create(
        Entry(
            name=event.name,
            data=event.as_data(),
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            branch_id=event.scope_branch_id,
            actor_kind=by.kind.value,
            actor_id=by.id,
            mode=mode.value,
            at=moment,
        )
        for event, moment in zip(events, moments, strict=True)
    )
    Outbox.objects.bulk_create(
        Outbox(
            reaction=reaction.name,
            entry=entry,
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            dated=entry.at,
            next_at=entry.at,
        )
        for entry in entries
        for reaction in reactions_to(entry.name, mode)
    )
    return entries
