"""Lists of cases: filtered, ordered and searched without a query a row, at any number of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from makegood.cases.models import CaseSearch, Status
from makegood.cases.models.case import CaseQuerySet
from makegood.cases.permissions import visible_to
from makegood.cases.queries.hand_offs import waiting_for
from makegood.cases.rules.grams import terms_of
from makegood.cases.rules.looking_up import read
from makegood.customers.fields import lookup_digest
from makegood.customers.models import ContactPoint
from makegood.people.models import Staff

FOUND_AT_MOST = 500
ORDERS = {
    "newest": ("-opened_at", "-pk"),
    "oldest": ("opened_at", "pk"),
    "level": ("-level", "opened_at", "pk"),
    "waiting": ("unanswered_since", "pk"),
    "closed": ("-closed_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class CaseFilters:
    """What a list shows. ``state``: open, ended, all or a status; ``owner``: me, nobody or an id; ages in days.

    ``who_waits``: us (the customer waits for us), customer (we wait for them), hand_off (asked of my department).
    """

    state: str = "open"
    owner: str = ""
    level: int | None = None
    urgency: str = ""
    branch_id: int | None = None
    department_id: int | None = None
    older_than: int | None = None
    younger_than: int | None = None
    who_waits: str = ""
    q: str = ""
    order: str = "newest"


def cases_for_list(staff: Staff, filters: CaseFilters, *, at: datetime) -> CaseQuerySet:
    """Cases that ``staff`` may see, with customer, owner, branch and department loaded. Slice it before use."""
    found = found_by(filters.q, visible_to(staff)) if filters.q else visible_to(staff)
    found = _by_state(found, filters.state).filter(_by_owner(staff, filters.owner), _by_age(filters, at))
    if filters.level is not None:
        found = found.filter(level=filters.level)
    if filters.urgency:
        found = found.filter(urgency=filters.urgency)
    if filters.branch_id is not None:
        found = found.filter(branch_id=filters.branch_id)
    if filters.department_id is not None:
        found = found.filter(department_id=filters.department_id)
    found = _by_waiting(found, filters.who_waits, staff)
    rows = found.select_related("customer", "owner", "branch", "department")
    return rows.defer("customer__name", "findings").order_by(*ORDERS.get(filters.order, ORDERS["newest"]))


def found_by(typed: str, cases: CaseQuerySet) -> CaseQuerySet:
    """``cases`` by number, by a customer's telephone or e-mail (keyed digest), else by words (newest 500)."""
    asked = read(typed)
    if asked.number_prefix:
        return cases.filter(number__startswith=asked.number_prefix)
    if asked.contact:
        owners = ContactPoint.objects.filter(digest=lookup_digest(*asked.contact)).values("customer_id")
        return cases.filter(customer_id__in=owners)
    terms = terms_of(asked.words)
    if not terms:
        return cases.none()
    hits = CaseSearch.objects.filter(grams__contains=terms)
    for word in asked.words.lower().split():
        hits = hits.filter(text__contains=word)
    newest = list(hits.order_by("-case_id").values_list("case_id", flat=True)[:FOUND_AT_MOST])
    return cases.filter(pk__in=newest)


def _by_state(cases: CaseQuerySet, state: str) -> CaseQuerySet:
    if state in Status.values:
        return cases.filter(status=state)
    if state == "ended":
        return cases.filter(closed_at__isnull=False)
    return cases if state == "all" else cases.filter(closed_at=None)


def _by_owner(staff: Staff, owner: str) -> Q:
    if owner == "me":
        return Q(owner=staff)
    if owner == "nobody":
        return Q(owner=None)
    return Q(owner_id=int(owner)) if owner.isascii() and owner.isdigit() else Q()


def _by_age(filters: CaseFilters, at: datetime) -> Q:
    asked = Q()
    if filters.older_than is not None:
        asked &= Q(opened_at__lte=at - timedelta(days=filters.older_than))
    if filters.younger_than is not None:
        asked &= Q(opened_at__gt=at - timedelta(days=filters.younger_than))
    return asked


def _by_waiting(cases: CaseQuerySet, who: str, staff: Staff) -> CaseQuerySet:
    if who == "us":
        return cases.filter(unanswered_since__isnull=False)
    if who == "customer":
        return cases.filter(is_waiting_for_customer=True)
    if who == "hand_off":
        return cases.filter(pk__in=waiting_for(staff).values("case_id"))
    return cases
