from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from makegood import journal
from makegood.conversations.events import MessagesImported
from makegood.conversations.rules.bodies import MAX_LENGTH, cleaned
from makegood.conversations.rules.kinds import KINDS, Kind
from makegood.customers.fields import vault
from makegood.engines.text.privacy import mask
from makegood.kit.actor import Actor
from makegood.wires.postgres import stage

STAGED = {
    "row": "int8", "thread_id": "int8", "audience": "text", "direction": "text", "kind": "text", "author_kind": "text",
    "author_id": "int8", "body": "bytea", "text": "text", "occurred_at": "timestamptz", "external_key": "text",
}  # fmt: skip
WRITE = """
INSERT INTO conversations_message (thread_id, audience, direction, kind, author_kind, author_id, body, text, locale,
  occurred_at, entered_at, delivery, via, attempts, delivery_problem, external_key)
SELECT thread_id, audience, direction, kind, author_kind, author_id, body, text, '', occurred_at, %s, 'not_needed', '',
  0, '', external_key
FROM conversations_stage ORDER BY row ON CONFLICT DO NOTHING RETURNING id, thread_id
"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message of the past. ``author`` defaults to whoever imports; ``external_key`` keeps it single; ``masked``
    is the body with personal data starred out, where that is known already."""

    thread_id: int
    kind: Kind | str
    body: str
    occurred_at: datetime
    author: Actor | None = None
    external_key: str = ""
    masked: str | None = None


@transaction.atomic
def write_messages(messages: Sequence[NewMessage], *, by: Actor, at: datetime, branch_id: int | None = None) -> int:
    """Write history in bulk: one journal entry a batch, nobody is written to. Returns how many were new.

    Empty bodies are left out, overlong ones cut at the limit, known ``external_key``s skipped. COPY and one
    statement, whatever their number.
    """
    told = [new for new in messages if cleaned(new.body)]
    if not told:
        return 0
    with connection.cursor() as cursor:
        stage(cursor, "conversations_stage", STAGED, (_staged(row, new, by) for row, new in enumerate(told)))
        cursor.execute(WRITE, [at])
        written = cursor.fetchall()
    if written:
        ids = [message for message, _ in written]
        event = MessagesImported(min(thread for _, thread in written), min(ids), max(ids), len(ids), branch_id)
        journal.record(event, by=by, at=at)
    return len(written)


def _staged(row: int, new: NewMessage, by: Actor) -> tuple[object, ...]:
    kind, author = Kind(new.kind), new.author or by
    text = cleaned(new.body)[:MAX_LENGTH]
    return (
        row, new.thread_id, KINDS[kind].audience.value, KINDS[kind].direction.value, kind.value, author.kind.value,
        author.id, vault().seal(text), mask(text).text if new.masked is None else new.masked, new.occurred_at,
        new.external_key,
    )  # fmt: skip
