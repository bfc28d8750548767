from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects

from makegood.journal.events import Event
from makegood.journal.models import Entry, Outbox
from makegood.journal.modes import in_mode
from makegood.journal.registry import reaction_called
from makegood.kit.troubles import kept_words

log = logging.getLogger("makegood.outbox")

MAX_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=5)
Told = tuple[Event, Entry]

# The earliest pending row of each subject, so that a subject hears its news in order; a row that waits
# for its next attempt holds back the later rows of its own subject only. OFFSET 0 keeps the look for an earlier
# row a look-up by subject: as a join it goes wrong after a burst, while the statistics still know an empty queue.
CLAIM = """
SELECT o.id, o.reaction, o.entry_id, o.attempts, o.state, o.subject_kind, o.subject_id, o.dated, o.next_at,
       o.done_at, o.last_error
FROM journal_outbox o
WHERE o.state = 'pending' AND o.attempts >= 0 AND o.next_at <= %s AND NOT EXISTS (
  SELECT 1 FROM journal_outbox e WHERE e.state = 'pending'
  AND e.subject_kind = o.subject_kind AND e.subject_id = o.subject_id AND e.id < o.id OFFSET 0)
ORDER BY o.id LIMIT %s FOR UPDATE OF o SKIP LOCKED
"""


@transaction.atomic
def drain_once(*, at: datetime, limit: int) -> int:
    """Claim the earliest due rows and run each in a savepoint of its own; failures wait, then park.

    Rows of a reaction that takes many at once share a savepoint, and are tried one by one where it fails.
    """
    rows = list(Outbox.objects.raw(CLAIM, [at, limit]))
    prefetch_related_objects(rows, "entry")
    done = [row.pk for together in _together(rows) for row in _deliver(together, at=at)]
    Outbox.objects.filter(pk__in=done).update(state=Outbox.State.DONE, done_at=at, last_error="")
    return len(rows)


def _together(rows: Iterable[Outbox]) -> list[list[Outbox]]:
    """What is run together, in the order of the first of each. No two rows of a claim are about one subject."""
    found: dict[tuple[str, str, int], list[Outbox]] = {}
    for row in rows:
        reaction = reaction_called(row.reaction)
        many = reaction is not None and reaction.in_batches
        found.setdefault((row.reaction, row.entry.mode, 0 if many else row.pk), []).append(row)
    return list(found.values())


def _deliver(rows: list[Outbox], *, at: datetime) -> list[Outbox]:
    """The rows whose reaction ran."""
    try:
        with transaction.atomic():
            _run(rows, at=at)
    except Exception as problem:
        if len(rows) > 1:
            return [row for one in rows for row in _deliver([one], at=at)]
        _put_back(rows[0], problem, at=at)
        return []
    return rows


def _run(rows: list[Outbox], *, at: datetime) -> None:
    reaction = reaction_called(rows[0].reaction)
    if reaction is None:
        raise LookupError(f"no reaction is called {rows[0].reaction}")
    told = [_told(row, at=at) for row in rows]
    with in_mode(rows[0].entry.mode):
        if reaction.in_batches:
            reaction.handler(told)
        else:
            for event, entry in told:
                reaction.handler(event, entry)


def _told(row: Outbox, *, at: datetime) -> Told:
    entry = row.entry
    entry.heard_at = max(at, entry.at)
    return Event.load(entry.name, entry.data), entry


def _put_back(row: Outbox, problem: Exception, *, at: datetime) -> None:
    """An exception's text may quote a customer: neither the row nor the log keeps it."""
    words, frames = kept_words(problem), "".join(traceback.format_tb(problem.__traceback__))
    log.error("reaction %s failed for entry %s: %s\n%s", row.reaction, row.entry_id, words, frames)
    attempts = row.attempts + 1
    Outbox.objects.filter(pk=row.pk).update(
        attempts=attempts,
        state=Outbox.State.PARKED if attempts >= MAX_ATTEMPTS else Outbox.State.PENDING,
        next_at=at + FIRST_WAIT * 4**row.attempts,
        last_error=words[:2000],
    )
