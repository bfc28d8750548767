"""The journal's part of a statement that writes by itself, for the few paths where a round trip or a row's way
through Python is the cost: the hot post, the sweep.

The entries and their outbox rows are common table expressions behind the caller's own change, so that the change
and its record are one statement and stand or fall together. What they write is what ``journal.record_many`` would
have written, row for row. Everything else uses that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from makegood.journal.events import Event
from makegood.journal.modes import Mode, current_mode
from makegood.journal.registry import reactions_to
from makegood.kit.actor import Actor


def recording(
    source: str,
    *,
    subject: str,
    branch: str,
    data: str,
    subject_kind: str = "%(subject_kind)s",
    dated: str = "%(at)s::timestamptz",
    mode: str = "%(mode)s",
) -> str:
    """CTEs ``entry`` and ``owed`` for each row of the CTE ``source``, in the order of their dates.

    The others are SQL expressions over its columns. Execute it with ``recording_params``.
    """
    return f"""
entry AS (
  INSERT INTO journal_entry (name, data, subject_kind, subject_id, branch_id, actor_kind, actor_id, mode, at)
  SELECT %(event)s, {data}, {subject_kind}, {subject}, {branch}, %(actor_kind)s, %(actor_id)s::bigint, {mode}, {dated}
  FROM {source} ORDER BY {dated}, {subject}
  RETURNING id, subject_kind, subject_id, mode, at),
owed AS (
  INSERT INTO journal_outbox
    (reaction, entry_id, subject_kind, subject_id, dated, state, attempts, next_at, last_error)
  SELECT o.reaction, entry.id, entry.subject_kind, entry.subject_id, entry.at, 'pending', 0, entry.at, ''
  FROM entry JOIN unnest(%(owed_modes)s::text[], %(owed_reactions)s::text[])
    WITH ORDINALITY AS o(mode, reaction, place) ON o.mode = entry.mode
  ORDER BY entry.id, o.place)"""  # noqa: S608 — the callers' own constants


def recording_each(
    source: str,
    event: type[Event],
    values: Mapping[str, str],
    *,
    dated: str = "%(at)s::timestamptz",
    mode: str = "%(mode)s",
) -> str:
    """``recording`` of one ``event`` a row; ``values`` names the SQL expression of each of its fields.

    A field not named takes its default, as in Python. Raises TypeError for a field that has neither, and for a
    name that is no field.
    """
    named = {**_defaults(event), **values}
    expected = [field.name for field in fields(event)]  # type: ignore[arg-type]
    if set(named) != set(expected):
        raise TypeError(f"{event.__name__} has the fields {expected}, not {sorted(named)}")
    pairs = ", ".join(f"'{name}', {named[name]}" for name in expected)
    return recording(
        source,
        subject=named["subject_id"] if "subject_id" in named else named[event.subject_field],
        subject_kind=named.get("subject_kind", "%(subject_kind)s"),
        branch=named.get("branch_id", "NULL::bigint"),
        data=f"jsonb_build_object({pairs})",
        dated=dated,
        mode=mode,
    )


def _defaults(event: type[Event]) -> dict[str, str]:
    return {
        field.name: _literal(field.default)
        for field in fields(event)  # type: ignore[arg-type]
        if field.default is not MISSING
    }


def _literal(value: object) -> str:
    """A default as an SQL expression that keeps its type in JSON and in a column."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''").replace("%", "%%") + "'::text"
    return json.dumps(value)


def recording_params(event: type[Event], *, by: Actor, at: datetime) -> dict[str, Any]:
    """What ``recording`` has to be executed with."""
    if at.tzinfo is None:
        raise ValueError("at must be aware")
    owed = [(mode.value, reaction.name) for mode in Mode for reaction in reactions_to(event.name, mode)]
    return {
        "event": event.name,
        "subject_kind": event.subject_kind,
        "actor_kind": by.kind.value,
        "actor_id": by.id,
        "mode": current_mode().value,
        "at": at,
        "owed_modes": [mode for mode, _ in owed],
        "owed_reactions": [reaction for _, reaction in owed],
    }
