from __future__ import annotations

from django.db.models import Q

from makegood.cases.models import Case
from makegood.commitments.models import Clock
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
    # Clock by clock, not subject by subject: those few are found once and nothing needs to be joined.
    name = prefix.removesuffix("__") or "pk"
    found = Q(pk__in=[])
    for kind, rows in own.items():
        about = Clock.objects.filter(subject_kind=kind, subject_id__in=rows.values("pk"))
        found |= Q(**{f"{name}__in": about.values("pk")})
    return found
