from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from makegood.commitments.models import Escalation, EscalationLadder


def open_escalations() -> QuerySet[Escalation]:
    """What somebody was called for and is not over, the longest unheard first; see `Escalation.is_open`."""
    rung = Escalation.objects.filter(rung__gt=0, is_over=False)
    return rung.select_related("clock__commitment", "clock__branch", "ladder", "acknowledged_by").order_by("-rung_at")


def escalations_of(subject_kind: str, subject_id: int) -> list[Escalation]:
    """The ladders on which this subject's promises have rung, those nobody has first."""
    found = open_escalations().filter(clock__subject_kind=subject_kind, clock__subject_id=subject_id)
    return sorted(found, key=lambda one: (one.acknowledged_at is not None, one.pk))


def escalations_of_clocks(clock_ids: Iterable[int]) -> dict[int, Escalation]:
    return {one.clock_id: one for one in open_escalations().filter(clock__in=list(clock_ids))}


def ladders_in_force() -> dict[int | None, EscalationLadder]:
    """The ladder of each promise that has its own, and the house's under None."""
    return {ladder.commitment_id: ladder for ladder in EscalationLadder.objects.filter(is_current=True)}
