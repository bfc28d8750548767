from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from makegood.engines.statistics import Measured, NotEnough, share_with_interval
from makegood.kit.periods import Period
from makegood.triage.models import Screening

FIELDS = ("nature", "urgency", "category", "source", "feeling")
MINIMUM = 20


def agreement(
    period: Period, *, branch_ids: frozenset[int] | None = None, engine: str = "", version: str = ""
) -> dict[str, Measured | NotEnough]:
    """Field → share of standing screenings that left the engine's value, with Wilson interval; one query.

    Counted by the moment of screening. A screening counts against the verdict it looked at.
    """
    found = _standing(period, branch_ids, engine, version)
    overruled = {name: Count("pk", filter=Q(overruled__contains=[name])) for name in FIELDS}
    counts = found.aggregate(n=Count("pk"), **overruled)
    n = counts["n"]
    return {name: share_with_interval(n - counts[name], n, minimum=MINIMUM) for name in FIELDS}


def disagreements(period: Period, *, field: str, branch_ids: frozenset[int] | None = None) -> QuerySet[Screening]:
    """The rows behind what is missing to full agreement in ``field``, newest first."""
    found = _standing(period, branch_ids, "", "").filter(overruled__contains=[field])
    return found.select_related("item__feedback", "verdict", "staff").order_by("-screened_at")


def _standing(period: Period, branch_ids: frozenset[int] | None, engine: str, version: str) -> QuerySet[Screening]:
    found = Screening.objects.filter(
        undone_at=None, verdict__isnull=False, screened_at__gte=period.start, screened_at__lt=period.end
    )
    if branch_ids is not None:
        found = found.filter(branch_id__in=branch_ids)
    if engine:
        found = found.filter(verdict__engine=engine)
    return found.filter(verdict__version=version) if version else found
