from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.commitments.events import EscalationAcknowledged
from makegood.commitments.models import Escalation
from makegood.kit.errors import SomebodyWasFaster
from makegood.people.models import Staff


@transaction.atomic
def acknowledge_escalations(clock_ids: Iterable[int], *, staff: Staff, at: datetime) -> int:
    """Somebody has it: the ladders of these clocks climb no further. Returns how many they were.

    Only what has rung, is not over and nobody has yet. Raises SomebodyWasFaster where none of them is left.
    """
    open_ = Escalation.objects.filter(clock__in=list(clock_ids), rung__gt=0, is_over=False, acknowledged_at=None)
    found = list(open_.select_for_update(of=("self",)).select_related("clock").order_by("pk"))
    if not found:
        raise SomebodyWasFaster
    Escalation.objects.filter(pk__in=[one.pk for one in found]).update(
        acknowledged_at=at, acknowledged_by=staff, ring_at=None
    )
    journal.record_many([_told(one) for one in found], by=staff.actor, at=at)
    return len(found)


def _told(one: Escalation) -> EscalationAcknowledged:
    clock = one.clock
    return EscalationAcknowledged(
        clock.pk, clock.commitment_id, clock.version_id, clock.subject_kind, clock.subject_id, clock.branch_id,
        rung=one.rung,
    )  # fmt: skip
