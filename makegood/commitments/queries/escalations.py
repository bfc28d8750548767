from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.commitments.models import Escalation, EscalationLadder


def open_escalations() -> QuerySet[Escalation]:
    """What somebody was called for and is not over, the longest unheard first; see `Escalation.is_open`."""
    rung = Escalation.objects.filter(rung__gt=0, is_over=False)
    return rung.select_related("clock__commitment", "clock__branch", "ladder", "acknowledged_by").order_by("-rung_at")


def escalations_of(*subjects: tuple[str, int]) -> list[Escalation]:
    """The ladders on which promises about these subjects have rung, those nobody has first."""
    if not subjects:
        return []
    about = Q()
    for kind, pk in subjects:
        about |= Q(clock__subject_kind=kind, clock__subject_id=pk)
    return sorted(open_escalations().filter(about), key=lambda one: (one.acknowledged_at is not None, one.pk))


def ladders_in_force() -> dict[int | None, EscalationLadder]:
    """The ladder of each promise that has its own, and the house's under None."""
    return {ladder.commitment_id: ladder for ladder in EscalationLadder.objects.filter(is_current=True)}
