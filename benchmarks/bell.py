"""Events that mean nothing, and reactions that do nothing: one at a time, and many at once."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event, on
from makegood.journal.models import Entry


@dataclass(frozen=True)
class BellRung(Event, subject="bell"):
    bell_id: int


@on(BellRung)
def nod(event: BellRung, entry: Entry) -> None: ...


@dataclass(frozen=True)
class ChimeRung(Event, subject="chime"):
    chime_id: int


@on(ChimeRung, batch=True)
def nod_to_all(told: list[tuple[Event, Entry]]) -> None: ...
