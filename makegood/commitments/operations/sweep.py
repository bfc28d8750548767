from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from makegood import journal
from makegood.commitments.events import PromiseDueSoon
from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.operations.outcome import broken, counted_after, last_verdicts
from makegood.commitments.queries.readings import pauses_of
from makegood.commitments.rules.meter import warning_times
from makegood.commitments.rules.states import ClockState, Outcome
from makegood.journal.models import Outbox
from makegood.kit.actor import SYSTEM, Actor


def sweep(*, at: datetime, limit: int = 500, by: Actor = SYSTEM) -> int:
    """Break the promises that fell due and warn of those about to; returns how many it touched.

    Any number of workers may run it: each takes other clocks. A breach is dated when it fell due, however
    late the sweep comes. A subject that is still owed news dated before then is left for the next time.
    Call it again while it returns `limit` or more.
    """
    return _break(at=at, limit=limit, by=by) + _warn(at=at, limit=limit, by=by)


@transaction.atomic
def _break(*, at: datetime, limit: int, by: Actor) -> int:
    news = Outbox.objects.filter(
        state=Outbox.State.PENDING,
        subject_kind=OuterRef("subject_kind"),
        subject_id=OuterRef("subject_id"),
        dated__lte=OuterRef("due_at"),
    ).exclude(entry__name__startswith="commitments.")  # what this room told cannot be news to it
    due = (
        Clock.objects.open()
        .filter(sweep_at__lt=at)
        .filter(~Exists(news))
        .select_related("commitment")
        .order_by("sweep_at")
    )
    clocks = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    live = [clock for clock in clocks if not clock.is_history]
    past = [clock for clock in clocks if clock.is_history]
    _record(live, at=at, by=by)
    with journal.in_mode(journal.Mode.BACKFILL):
        _record(past, at=at, by=by)
    return len(clocks)


def _record(clocks: Sequence[Clock], *, at: datetime, by: Actor) -> None:
    if not clocks:
        return
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(
        state=ClockState.BROKEN, sweep_at=None, warn_at=None
    )
    last = last_verdicts(clock.pk for clock in clocks)
    for verdict in last.values():
        verdict.superseded_at = counted_after(verdict, at)
    ClockVerdict.objects.bulk_update(last.values(), ["superseded_at"])
    moments = [clock.due_at for clock in clocks if clock.due_at is not None]
    numbers = [last[clock.pk].number + 1 if clock.pk in last else 1 for clock in clocks]
    ClockVerdict.objects.bulk_create(
        ClockVerdict(
            clock=clock,
            number=number,
            outcome=Outcome.BROKEN,
            decided_at=due,
            counted_at=counted_after(last.get(clock.pk), at),
        )
        for clock, number, due in zip(clocks, numbers, moments, strict=True)
    )
    events = [
        broken(clock, number, clock.commitment.remedy_code) for clock, number in zip(clocks, numbers, strict=True)
    ]
    journal.record_many(events, by=by, at=at, dated=moments)


@transaction.atomic
def _warn(*, at: datetime, limit: int, by: Actor) -> int:
    due = (
        Clock.objects.filter(state=ClockState.RUNNING, warn_at__lte=at, due_at__gte=at, is_history=False)
        .select_related("version__calendar")
        .defer("version__calendar__statutory", "version__calendar__corrections")
        .order_by("warn_at")
    )
    clocks = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    events = [_warned(clock, at) for clock in clocks]
    Clock.objects.bulk_update(clocks, ["warn_at", "warnings_given"])
    journal.record_many(events, by=by, at=at)
    return len(clocks)


def _warned(clock: Clock, at: datetime) -> PromiseDueSoon:
    """The highest share passed; a late sweep does not repeat the ones below it."""
    terms = clock.version.terms()
    times = warning_times(terms, clock.started_at, pauses_of(clock), clock.due_at)
    clock.warnings_given = max(clock.warnings_given + 1, sum(moment <= at for moment in times))
    clock.warn_at = times[clock.warnings_given] if clock.warnings_given < len(times) else None
    share = round(terms.warning_shares[min(clock.warnings_given, len(terms.warning_shares)) - 1] * 100)
    return PromiseDueSoon(
        clock.pk,
        clock.commitment_id,
        clock.version_id,
        share,
        clock.subject_kind,
        clock.subject_id,
        clock.branch_id,
    )
