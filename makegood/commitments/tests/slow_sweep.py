"""The sweep's breaking half clock by clock, as the rule reads: what the statement must amount to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.operations.outcome import broken
from makegood.journal.models import Outbox
from makegood.kit.actor import Actor


@transaction.atomic
def break_slowly(*, at: datetime, limit: int, by: Actor) -> int:
    done = 0
    for clock in Clock.objects.open().filter(sweep_at__lt=at).select_related("commitment").order_by("sweep_at"):
        if done < limit and not _is_owed_news(clock):
            with journal.in_mode(journal.Mode.BACKFILL if clock.is_history else journal.current_mode()):
                _break(clock, at=at, by=by)
            done += 1
    return done


def _is_owed_news(clock: Clock) -> bool:
    assert clock.due_at is not None
    owed = Outbox.objects.filter(state="pending", subject_kind=clock.subject_kind, subject_id=clock.subject_id)
    return any(
        row.dated <= clock.due_at and not row.entry.name.startswith("commitments.")
        for row in owed.select_related("entry")
    )


def _break(clock: Clock, *, at: datetime, by: Actor) -> None:
    assert clock.due_at is not None
    clock.state, clock.sweep_at, clock.warn_at = "broken", None, None
    clock.save()
    number, counted_at = 1, at
    for before in clock.verdicts.filter(superseded_at=None):
        number, counted_at = before.number + 1, max(at, before.counted_at)
        before.superseded_at = counted_at
        before.save()
    ClockVerdict.objects.create(
        clock=clock, number=number, outcome="broken", decided_at=clock.due_at, counted_at=counted_at
    )
    journal.record_many([broken(clock, number, clock.commitment.remedy_code)], by=by, at=at, dated=[clock.due_at])
