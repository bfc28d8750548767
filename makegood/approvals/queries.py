from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from makegood.approvals.models import ApprovalRequest, ApprovalState, LimitTable
from makegood.approvals.permissions import as_decider, may_decide_requests, visible_to
from makegood.approvals.rules import limits as rule
from makegood.kit.money import Money
from makegood.people.models import Staff


def current_limits() -> tuple[int, rule.Limits]:
    """The version in force and its table; version 0 is the house's own default."""
    table = LimitTable.objects.order_by("-version").first()
    # A table written before a kind was known says nothing of it: the house's default holds.
    return (table.version, {**rule.DEFAULT_LIMITS, **table.limits}) if table else (0, rule.DEFAULT_LIMITS)


def may_grant_alone(staff: Staff, kind: str, amount: Money) -> bool:
    """Whether ``staff`` needs nobody's yes for ``amount``."""
    return rule.may_grant(as_decider(staff).role, kind, amount.minor, current_limits()[1])


def whom_to_ask(kind: str, amount: Money) -> str | None:
    """The lowest role whose yes is enough for ``amount``; None when nobody may grant it."""
    return rule.needed_role(kind, amount.minor, current_limits()[1])


def own_limit(staff: Staff, kind: str) -> int | None:
    """The most ``staff`` may grant alone, in minor units; None: without limit."""
    return rule.limit_of(as_decider(staff).role, kind, current_limits()[1])


def waiting_for(staff: Staff) -> QuerySet[ApprovalRequest]:
    """What this person may decide now, oldest first: in sight, not their own, not about them, within their limit."""
    if not may_decide_requests(staff):
        return ApprovalRequest.objects.none()
    limits = current_limits()[1]
    within = Q(pk__in=[])
    for kind in limits:
        if kind in rule.BY_RANK:
            within |= Q(kind=kind, needed_role__in=rule.ranks_up_to(staff.role))
            continue
        most = rule.limit_of(staff.role, kind, limits)
        within |= Q(kind=kind) if most is None else Q(kind=kind, amount_minor__lte=most)
    found = visible_to(staff).filter(within, state=ApprovalState.ASKED).exclude(asked_by=staff)
    return found.select_related("asked_by", "branch").order_by("asked_at")


def requests_about(subject_kind: str, ids: Iterable[int]) -> QuerySet[ApprovalRequest]:
    """Everything ever asked about the subjects, oldest first."""
    found = ApprovalRequest.objects.filter(subject_kind=subject_kind, subject_id__in=list(ids))
    return found.select_related("asked_by", "decided_by").order_by("pk")


def who_may_agree(request: ApprovalRequest, *, above: bool = False) -> tuple[str, ...]:
    """The roles to ask first; `above` adds those to whom it goes where nobody of them is."""
    if request.kind in rule.BY_RANK:
        return rule.ranks_from(request.needed_role)
    return (request.needed_role, rule.LADDER[-1]) if above else (request.needed_role,)
