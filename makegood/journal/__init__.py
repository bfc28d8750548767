"""What happened, who did it and when: append-only, sealed; and the outbox that tells the other rooms.

Nouns: *event* (a frozen fact holding ids only), *entry* (an event as recorded), *seal* (one link of the
hash chain over entries), *outbox row* (one reaction owed to one entry), *mode* (live, backfill, drill).
Verbs: ``record`` an event in the transaction of its change, ``on`` an event run a reaction, ``drain`` the
outbox, ``replay`` parked work, ``seal`` and ``verify`` the chain.

Entries are never updated, deleted or truncated; triggers in the database refuse it and the runtime role
does not own the tables. The sealer takes only entries whose transaction is older than every running one,
so writers never wait for each other and no entry can slip in behind a seal.

A reaction is handed one event at a time. One that many subjects owe at once (an import, a sweep) may be registered
with ``batch=True`` and gets a list: what the outbox claims together is the earliest row of each subject, so a list
never holds two events of one subject and its order is free. ``statement`` writes entries from rows of SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from makegood.journal.events import Event
from makegood.journal.modes import Mode, current_mode, in_mode
from makegood.journal.registry import on
from makegood.kit.actor import Actor

if TYPE_CHECKING:
    from makegood.journal.models import Entry

__all__ = ["Event", "Mode", "current_mode", "drain", "drain_all", "in_mode", "on", "record", "record_many"]


def record(event: Event, *, by: Actor, at: datetime) -> Entry:
    """Write ``event`` and the outbox rows it owes, in the caller's transaction.

    Raises RuntimeError outside a transaction: an entry without its change would be a lie.
    """
    return record_many([event], by=by, at=at)[0]


def record_many(
    events: Sequence[Event], *, by: Actor, at: datetime, dated: Sequence[datetime] | None = None
) -> list[Entry]:
    """Like ``record`` for many events at once, in two statements whatever their number.

    ``dated`` gives each event a time of its own: a sweep finds today what happened at many moments.
    """
    from makegood.journal.operations.record import write_entries

    return write_entries(events, by=by, at=at, dated=dated)


def drain(*, at: datetime, limit: int = 20) -> int:
    """Deliver up to ``limit`` outbox rows due at ``at``; returns how many were tried."""
    from makegood.journal.operations.drain import drain_once

    return drain_once(at=at, limit=limit)


def drain_all(*, at: datetime) -> int:
    """Deliver until nothing is due at ``at``; returns how many rows were tried."""
    done = 0
    while tried := drain(at=at, limit=100):
        done += tried
    return done
