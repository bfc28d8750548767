"""The journal's own events."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.journal.events import Event


@dataclass(frozen=True)
class ParkedWorkReplayed(Event, subject="outbox"):
    outbox_id: int
    reaction: str
