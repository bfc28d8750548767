from __future__ import annotations

from django.db.models import Q

from makegood.cases.models import Case
from makegood.intake.models import Feedback
from makegood.recovery.models import Offer


def clocks_about(viewer_id: int | None, prefix: str = "") -> Q:
    """Clocks of the complaints about the reader, which no list of theirs shows; ``prefix`` leads to the clock."""
    if viewer_id is None:
        return Q(pk__in=[])
    own = {
        "case": Case.objects.filter(accused_id=viewer_id),
        "feedback": Feedback.objects.filter(accused_id=viewer_id),
        "offer": Offer.objects.filter(case__accused_id=viewer_id),
    }
    found = Q(pk__in=[])
    for kind, rows in own.items():
        found |= Q(**{f"{prefix}subject_kind": kind, f"{prefix}subject_id__in": rows.values("pk")})
    return found
