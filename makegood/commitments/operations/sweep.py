"""What time alone brings about: promises that fall due are broken, those about to are warned of.

A batch is claimed in one statement and written in a second one, whatever its number. They are two because the
second must see what was committed before its clocks were locked: a verdict written meanwhile has a number.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from makegood.commitments.events import PromiseBroken, PromiseDueSoon
from makegood.commitments.models import Clock, CommitmentVersion
from makegood.commitments.operations import sweep_statements as sql
from makegood.commitments.queries.readings import pauses_of
from makegood.commitments.rules.meter import warning_times
from makegood.commitments.rules.terms import Terms
from makegood.journal.statement import recording_params
from makegood.kit.actor import SYSTEM, Actor

BATCH = 5_000


def sweep(*, at: datetime, limit: int = BATCH, by: Actor = SYSTEM) -> int:
    """Break the promises that fell due and warn of those about to; returns how many it touched.

    Any number of workers may run it: each takes other clocks. A breach is dated when it fell due, however
    late the sweep comes. A subject that is still owed news dated before then is left for the next time.
    Call it again while it finds something: one call takes at most `limit` of each.
    """
    return break_due(at=at, limit=limit, by=by) + warn_of_due(at=at, limit=limit, by=by)


@transaction.atomic
def break_due(*, at: datetime, limit: int = BATCH, by: Actor = SYSTEM) -> int:
    """Break up to `limit` promises, those first that should have been broken first: all of it, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CLAIM_DUE, {"at": at, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
        if ids:
            cursor.execute(sql.BREAK, {"ids": ids} | recording_params(PromiseBroken, by=by, at=at))
    return len(ids)


@transaction.atomic
def warn_of_due(*, at: datetime, limit: int = BATCH, by: Actor = SYSTEM) -> int:
    """Tell of up to `limit` promises that a share of their time is used up."""
    clocks = list(Clock.objects.raw(sql.CLAIM_WARNINGS, {"at": at, "limit": limit}))
    if not clocks:
        return 0
    versions = CommitmentVersion.objects.select_related("calendar").in_bulk({clock.version_id for clock in clocks})
    for clock in clocks:
        clock.version = versions[clock.version_id]
    shares = [_warned(clock, clock.terms(), at) for clock in clocks]
    warned: dict[str, Any] = {
        "ids": [clock.pk for clock in clocks],
        "warn_at": [clock.warn_at for clock in clocks],
        "given": [clock.warnings_given for clock in clocks],
        "shares": shares,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.WARN, warned | recording_params(PromiseDueSoon, by=by, at=at))
    return len(clocks)


def _warned(clock: Clock, terms: Terms, at: datetime) -> int:
    """The highest share passed, in percent; a late sweep does not repeat the ones below it."""
    times = warning_times(terms, clock.started_at, pauses_of(clock), clock.due_at)
    clock.warnings_given = max(clock.warnings_given + 1, sum(moment <= at for moment in times))
    clock.warn_at = times[clock.warnings_given] if clock.warnings_given < len(times) else None
    return round(terms.warning_shares[min(clock.warnings_given, len(terms.warning_shares)) - 1] * 100)
