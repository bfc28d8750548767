"""What a promise is about."""

from __future__ import annotations

from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.recovery.models import Offer


def case_behind(clock: Clock) -> Case | None:
    """The case that a promise is about, directly or through its feedback, offer or encounter."""
    kind, pk = clock.subject_kind, clock.subject_id
    cases = Case.objects.select_related("customer", "branch")
    if kind == "offer":
        pk, kind = Offer.objects.values_list("case_id", flat=True).get(pk=pk), "case"
    look = {"case": {"pk": pk}, "feedback": {"feedback_id": pk}, "encounter": {"encounter_id": pk}}.get(kind)
    return cases.filter(**look).order_by("pk").first() if look else None
