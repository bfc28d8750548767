"""The journal's part of a one-statement write, for the few hot paths where a round trip is the cost.

The entry and its outbox rows are common table expressions behind the caller's own insert, so that the
change and its record are one statement and stand or fall together. Everything else uses ``journal.record``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.journal.events import Event
from makegood.journal.modes import current_mode
from makegood.journal.registry import reactions_to
from makegood.kit.actor import Actor


def recording(source: str, *, subject: str, branch: str, data: str) -> str:
    """CTEs ``entry`` and ``owed`` for each row of the CTE ``source``; the other three are SQL expressions over it."""
    return f"""
entry AS (
  INSERT INTO journal_entry (name, data, subject_kind, subject_id, branch_id, actor_kind, actor_id, mode, at)
  SELECT %(event)s, {data}, %(subject_kind)s, {subject}, {branch}, %(actor_kind)s,
         %(actor_id)s::bigint, %(mode)s, %(at)s::timestamptz FROM {source}
  RETURNING id, subject_kind, subject_id, at),
owed AS (
  INSERT INTO journal_outbox
    (reaction, entry_id, subject_kind, subject_id, dated, state, attempts, next_at, last_error)
  SELECT reaction, entry.id, entry.subject_kind, entry.subject_id, entry.at, 'pending', 0, entry.at, ''
  FROM entry CROSS JOIN unnest(%(reactions)s::text[]) AS reaction)"""  # noqa: S608 — the callers' own constants


def recording_params(event: type[Event], *, by: Actor, at: datetime) -> dict[str, Any]:
    """What ``recording`` has to be executed with."""
    mode = current_mode()
    return {
        "event": event.name,
        "subject_kind": event.subject_kind,
        "actor_kind": by.kind.value,
        "actor_id": by.id,
        "mode": mode.value,
        "at": at,
        "reactions": [reaction.name for reaction in reactions_to(event.name, mode)],
    }
