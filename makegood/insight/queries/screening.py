from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from makegood.insight.scope import Scope
from makegood.intake.models import Feedback
from makegood.triage.models import Screening


def screenings(scope: Scope) -> QuerySet[Screening]:
    """Standing screenings of the period that looked at a verdict."""
    period = scope.period
    found = Screening.objects.filter(
        undone_at=None, verdict__isnull=False, screened_at__gte=period.start, screened_at__lt=period.end
    )
    if scope.viewer_id is not None:
        own = Feedback.objects.filter(accused_id=scope.viewer_id).values("pk")
        found = found.exclude(item__feedback__in=own)
    return found if scope.branch_ids is None else found.filter(branch_id__in=scope.branch_ids)


def agreed(scope: Scope) -> tuple[int, int]:
    """(screenings that left the nature, all screenings); one query."""
    counts = screenings(scope).aggregate(n=Count("pk"), other=Count("pk", filter=Q(overruled__contains=["nature"])))
    return counts["n"] - counts["other"], counts["n"]
