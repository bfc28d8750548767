from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Case
from makegood.insight.scope import Drill, Scope

DAY = timedelta(days=1)
AGES: tuple[tuple[str, str | Promise, int, int | None], ...] = (
    ("0-1", _("Under 1 day"), 0, 1),
    ("1-3", _("1 to 3 days"), 1, 3),
    ("3-7", _("3 to 7 days"), 3, 7),
    ("7-30", _("7 to 30 days"), 7, 30),
    ("30-", _("30 days and more"), 30, None),
)


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """How many open cases are this old, and how many of them are at level 2 or 3."""

    key: str
    label: str | Promise
    n: int
    raised: int
    drill: Drill


def visible(scope: Scope) -> QuerySet[Case]:
    """Cases of the scope, without those about the reader."""
    found = Case.objects.in_branches(scope.branch_ids)
    return found if scope.viewer_id is None else found.exclude(accused_id=scope.viewer_id)


def open_cases(scope: Scope) -> QuerySet[Case]:
    """Cases open now, whenever they were opened: an old one must not hide behind a period."""
    return visible(scope).filter(closed_at=None)


def aged(key: str, scope: Scope) -> Q:
    """Opened between so many days ago; half-open, so that each case stands in exactly one bucket."""
    low, high = next((low, high) for code, _label, low, high in AGES if code == key)
    old_enough = Q(opened_at__lte=scope.at - low * DAY) if low else Q()
    return old_enough & (Q(opened_at__gt=scope.at - high * DAY) if high is not None else Q())


def by_age(scope: Scope) -> list[AgeBucket]:
    """Open cases by age at ``scope.at``; one query."""
    counted = {}
    for key, _label, _low, _high in AGES:
        counted[f"n{key}"] = Count("pk", filter=aged(key, scope))
        counted[f"raised{key}"] = Count("pk", filter=aged(key, scope) & Q(level__gt=1))
    found = open_cases(scope).aggregate(**counted)
    return [
        AgeBucket(key, label, found[f"n{key}"], found[f"raised{key}"], scope.drill("cases", age=key))
        for key, label, _low, _high in AGES
    ]


def answerable(scope: Scope) -> QuerySet[Case]:
    """Cases opened in the period that have had 24 hours to be answered in."""
    period = scope.period
    until = min(period.end, scope.at - DAY)
    return visible(scope).filter(opened_at__gte=period.start, opened_at__lt=until)


IN_A_DAY = Q(first_answered_at__lte=F("opened_at") + DAY)
LATE = Q(first_answered_at=None) | Q(first_answered_at__gt=F("opened_at") + DAY)


def answered_in_a_day(scope: Scope) -> tuple[int, int]:
    """(answered within 24 hours, all that could have been); one query. E13"""
    counts = answerable(scope).aggregate(n=Count("pk"), good=Count("pk", filter=IN_A_DAY))
    return counts["good"], counts["n"]
