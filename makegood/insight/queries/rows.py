"""The rows that a number was counted from. What a drill says and what was counted use the same querysets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from makegood.cases.models.rating import SATISFIED
from makegood.commitments.models import ClockVerdict
from makegood.insight.queries import cases, feedback, promises, satisfaction, screening
from makegood.insight.scope import Scope, scope_of
from makegood.ledger.models import Transfer
from makegood.people.models import Staff
from makegood.triage.models import Nature, Urgency

Query = Mapping[str, str]


def rows_behind(staff: Staff, rows: str, query: Query, *, at: datetime) -> QuerySet[Any]:
    """The rows of a drill as this person may see them, newest first, with what a list shows joined.

    ``rows`` is one of feedback, promises, cases, ratings, transfers, screenings; KeyError otherwise.
    Filters that make no sense are ignored.
    """
    return LISTS[rows](scope_of(staff, query, at=at), query)


def _feedback(scope: Scope, query: Query) -> QuerySet[Any]:
    found = feedback.items(scope).filter(_chosen(query, nature=Nature.values, urgency=Urgency.values))
    if code := query.get("channel"):
        found = found.filter(channel__code=code[:40])
    related = ("feedback__customer", "channel", "branch", "department")
    return found.select_related(*related).order_by("-occurred_at", "-pk")


def _promises(scope: Scope, query: Query) -> QuerySet[Any]:
    found = promises.verdicts(scope).filter(_chosen(query, outcome=ClockVerdict.Kind.values))
    if code := query.get("commitment"):
        found = found.filter(clock__commitment__code=code[:60])
    related = ("clock__commitment", "clock__version", "clock__branch")
    return found.select_related(*related).order_by("-decided_at", "-pk")


def _cases(scope: Scope, query: Query) -> QuerySet[Any]:
    if query.get("answered") in ("any", "late"):
        found = cases.answerable(scope)
        found = found.filter(cases.LATE) if query["answered"] == "late" else found
    else:
        found = cases.open_cases(scope)
        if query.get("age") in {key for key, *_ in cases.AGES}:
            found = found.filter(cases.aged(query["age"], scope))
        if query.get("raised") == "1":
            found = found.filter(level__gt=1)
    return found.select_related("customer", "branch", "owner", "department").order_by("opened_at", "pk")


def _ratings(scope: Scope, query: Query) -> QuerySet[Any]:
    found = satisfaction.ratings(scope)
    if query.get("satisfied") in ("0", "1"):
        good = Q(score__gte=SATISFIED)
        found = found.filter(good if query["satisfied"] == "1" else ~good)
    return found.select_related("case__customer", "case__branch").order_by("-at", "-pk")


def _transfers(scope: Scope, query: Query) -> QuerySet[Any]:
    found = Transfer.objects.select_related("budget__branch")
    if scope.branch_ids is not None:
        found = found.filter(budget__branch_id__in=scope.branch_ids)
    budget = query.get("budget", "")
    if budget.isascii() and budget.isdigit() and len(budget) < 10:
        found = found.filter(budget_id=int(budget))
    return found.filter(_chosen(query, kind=Transfer.Kind.values)).order_by("-at", "-pk")


def _screenings(scope: Scope, query: Query) -> QuerySet[Any]:
    found = screening.screenings(scope)
    if name := query.get("overruled"):
        found = found.filter(overruled__contains=[name[:10]])
    return found.select_related("item__feedback", "verdict", "staff").order_by("-screened_at", "-pk")


def _chosen(query: Query, **fields: list[str]) -> Q:
    return Q(**{name: query[name] for name, values in fields.items() if query.get(name) in values})


LISTS: dict[str, Callable[[Scope, Query], QuerySet[Any]]] = {
    "feedback": _feedback,
    "promises": _promises,
    "cases": _cases,
    "ratings": _ratings,
    "transfers": _transfers,
    "screenings": _screenings,
}
