from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.conversations.events import MessagesImported
from makegood.conversations.models import Message
from makegood.conversations.rules.bodies import MAX_LENGTH, cleaned
from makegood.conversations.rules.kinds import KINDS, Kind
from makegood.engines.text.privacy import mask
from makegood.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message of the past. ``author`` defaults to whoever imports; ``external_key`` keeps it single."""

    thread_id: int
    kind: Kind | str
    body: str
    occurred_at: datetime
    author: Actor | None = None
    external_key: str = ""


@transaction.atomic
def write_messages(messages: Sequence[NewMessage], *, by: Actor, at: datetime, branch_id: int | None = None) -> int:
    """Write history in bulk: one journal entry a batch, nobody is written to. Returns how many were new.

    Empty bodies are left out, overlong ones cut at the limit, known ``external_key``s skipped.
    """
    keys = [new.external_key for new in messages if new.external_key]
    known = set(Message.objects.filter(external_key__in=keys).values_list("external_key", flat=True))
    rows = [_row(new, by, at) for new in messages if new.external_key not in known and cleaned(new.body)]
    if not rows:
        return 0
    before = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    Message.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    threads = {row.thread_id for row in rows}
    written = Message.objects.filter(pk__gt=before, thread_id__in=threads, entered_at=at)
    ids = sorted(written.values_list("pk", flat=True))
    if ids:
        event = MessagesImported(min(threads), ids[0], ids[-1], len(ids), branch_id)
        journal.record(event, by=by, at=at)
    return len(ids)


def _row(new: NewMessage, by: Actor, at: datetime) -> Message:
    kind, author = Kind(new.kind), new.author or by
    text = cleaned(new.body)[:MAX_LENGTH]
    return Message(
        thread_id=new.thread_id, audience=KINDS[kind].audience.value, direction=KINDS[kind].direction.value,
        kind=kind.value, author_kind=author.kind.value, author_id=author.id, body=text, text=mask(text).text,
        occurred_at=new.occurred_at, entered_at=at, external_key=new.external_key,
    )  # fmt: skip
