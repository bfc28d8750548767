from __future__ import annotations

from django.db.models import Count, QuerySet

from makegood.cases.models import Case, Rating
from makegood.cases.models.rating import SATISFIED
from makegood.insight.scope import Scope


def ratings(scope: Scope) -> QuerySet[Rating]:
    """Answers given in the period to the question after closing."""
    period = scope.period
    found = Rating.objects.filter(at__gte=period.start, at__lt=period.end)
    if scope.viewer_id is not None:
        found = found.exclude(case_id__in=Case.objects.filter(accused_id=scope.viewer_id).values("pk"))
    return found if scope.branch_ids is None else found.filter(case__branch_id__in=scope.branch_ids)


def scores(scope: Scope) -> dict[int, int]:
    """Score → how many answers gave it; one query."""
    return dict(ratings(scope).order_by().values_list("score").annotate(n=Count("*")))


def satisfied(scope: Scope) -> tuple[int, int]:
    """(answers of 4 or 5, all answers); one query."""
    return satisfied_of(scores(scope))


def satisfied_of(found: dict[int, int]) -> tuple[int, int]:
    """The same from scores counted already."""
    return sum(n for score, n in found.items() if score >= SATISFIED), sum(found.values())
