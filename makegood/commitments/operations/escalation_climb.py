from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from makegood import journal
from makegood.commitments.events import PromiseEscalated
from makegood.commitments.models import Escalation, EscalationRing
from makegood.commitments.models.clock import OPEN_STATES
from makegood.commitments.rules.escalation import rungs_due
from makegood.commitments.rules.states import ClockState
from makegood.kit.actor import SYSTEM, Actor

CHANGING = ["rung", "reach", "rung_at", "ring_at", "waits_for_breach"]


@transaction.atomic
def climb(*, at: datetime, limit: int = 500, by: Actor = SYSTEM) -> int:
    """Ring the rungs that are due at `at`, once each; returns how many clocks climbed.

    Any number of workers may run it: each takes other timers, and the clock of a timer with it, so that an answer
    that is being written now is waited for. Where several rungs have passed the highest rings, and calls with it
    whoever those below it would have called. A rung after the breach waits for the breach to be established; one
    before it rings only while the promise can still be kept. Call it again while it returns `limit`.
    """
    early = Q(waits_for_breach=False, clock__state__in=OPEN_STATES, clock__due_at__gte=at)
    late = Q(clock__state=ClockState.BROKEN, clock__ended_at=None)
    due = Escalation.objects.filter(early | late, ring_at__lte=at).select_related("clock", "ladder").order_by("ring_at")
    taken = list(due.select_for_update(of=("self", "clock"), skip_locked=True)[:limit])
    rings = [_rung(one, at) for one in taken]
    Escalation.objects.bulk_update(taken, CHANGING)
    EscalationRing.objects.bulk_create(rings)
    journal.record_many([_told(ring) for ring in rings], by=by, at=at)
    return len(taken)


def _rung(one: Escalation, at: datetime) -> EscalationRing:
    since = one.rung
    one.rung = rungs_due(one.times, one.early, at, is_broken=one.clock.state == ClockState.BROKEN)
    one.rung_at, one.reach = at, one.ladder.rungs[one.rung - 1]["reach"]
    one.wind()
    return EscalationRing(
        escalation=one, since=since, rung=one.rung, extended=one.extended, due_at=one.times[one.rung - 1], at=at
    )


def _told(ring: EscalationRing) -> PromiseEscalated:
    clock = ring.escalation.clock
    return PromiseEscalated(
        clock.pk, clock.commitment_id, clock.version_id, clock.subject_kind, clock.subject_id, clock.branch_id,
        since=ring.since, rung=ring.rung,
    )  # fmt: skip
