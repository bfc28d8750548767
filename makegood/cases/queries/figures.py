from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from makegood.cases.permissions import visible_to
from makegood.people.models import Staff

AGES = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many open cases stand behind each view of the list."""

    open: int
    mine: int
    nobodys: int
    waiting_for_us: int
    waiting_for_customer: int
    raised: int
    urgent: int


def counts(staff: Staff) -> CaseCounts:
    """The numbers beside the views; one query over the open cases in sight."""
    found = (
        visible_to(staff)
        .filter(closed_at=None)
        .aggregate(
            open=Count("pk"),
            mine=Count("pk", filter=Q(owner=staff)),
            nobodys=Count("pk", filter=Q(owner=None)),
            waiting_for_us=Count("pk", filter=Q(unanswered_since__isnull=False)),
            waiting_for_customer=Count("pk", filter=Q(is_waiting_for_customer=True)),
            raised=Count("pk", filter=Q(level__gt=1)),
            urgent=Count("pk", filter=Q(urgency="urgent")),
        )
    )
    return CaseCounts(**found)


def open_by_age(staff: Staff, *, at: datetime) -> list[tuple[int, int | None, int]]:
    """(from days, to days or None, number of open cases) with half-open bounds; one query."""
    asked = {}
    for low, high in AGES:
        bucket = Q(opened_at__lte=at - timedelta(days=low)) if low else Q()
        if high is not None:
            bucket &= Q(opened_at__gt=at - timedelta(days=high))
        asked[f"from_{low}"] = Count("pk", filter=bucket)
    found = visible_to(staff).filter(closed_at=None).aggregate(**asked)
    return [(low, high, found[f"from_{low}"]) for low, high in AGES]
