from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta

from django.db import transaction

from makegood.journal.events import Event
from makegood.journal.models import Outbox
from makegood.journal.modes import in_mode
from makegood.journal.registry import reaction_called

log = logging.getLogger("makegood.outbox")

MAX_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=5)

# The earliest pending row of each subject, so that a subject hears its news in order; a row that waits
# for its next attempt holds back the later rows of its own subject only.
CLAIM = """
SELECT o.id, o.reaction, o.entry_id, o.attempts, o.state, o.subject_kind, o.subject_id, o.dated, o.next_at,
       o.done_at, o.last_error
FROM journal_outbox o
WHERE o.state = 'pending' AND o.next_at <= %s AND NOT EXISTS (
  SELECT 1 FROM journal_outbox e WHERE e.state = 'pending'
  AND e.subject_kind = o.subject_kind AND e.subject_id = o.subject_id AND e.id < o.id)
ORDER BY o.id LIMIT %s FOR UPDATE OF o SKIP LOCKED
"""


@transaction.atomic
def drain_once(*, at: datetime, limit: int) -> int:
    """Claim the earliest due rows and run each in a savepoint of its own; failures wait, then park."""
    rows = list(Outbox.objects.raw(CLAIM, [at, limit]))
    for row in rows:
        _deliver(row, at=at)
    return len(rows)


def _deliver(row: Outbox, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            _run(row, at=at)
    except Exception as problem:
        log.exception("reaction %s failed for entry %s", row.reaction, row.entry_id)
        _put_back(row, problem, at=at)
    else:
        Outbox.objects.filter(pk=row.pk).update(state=Outbox.State.DONE, done_at=at, last_error="")


def _run(row: Outbox, *, at: datetime) -> None:
    reaction = reaction_called(row.reaction)
    if reaction is None:
        raise LookupError(f"no reaction is called {row.reaction}")
    entry = row.entry
    entry.heard_at = max(at, entry.at)
    with in_mode(entry.mode):
        reaction.handler(Event.load(entry.name, entry.data), entry)


def _put_back(row: Outbox, problem: Exception, *, at: datetime) -> None:
    attempts = row.attempts + 1
    Outbox.objects.filter(pk=row.pk).update(
        attempts=attempts,
        state=Outbox.State.PARKED if attempts >= MAX_ATTEMPTS else Outbox.State.PENDING,
        next_at=at + FIRST_WAIT * 4**row.attempts,
        last_error="".join(traceback.format_exception_only(problem)).strip()[:2000],
    )
