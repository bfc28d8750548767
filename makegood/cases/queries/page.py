"""What the page of one case needs."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from makegood.cases.models import Case, CaseMove, ClosingCondition, TrackingLink
from makegood.cases.models.case import CaseQuerySet
from makegood.cases.permissions import visible_to
from makegood.cases.queries.hand_offs import open_hand_off
from makegood.cases.rules.steps import Step, StepFacts, next_step
from makegood.people.models import Staff

LOADED = ("customer", "owner", "branch", "department", "feedback__channel", "thread__customer", "accused")


def case_called(staff: Staff, number: str) -> Case | None:
    """The case with this number (or id), if ``staff`` may see it; what they may not see does not exist for them."""
    found = visible_to(staff).select_related(*LOADED)
    if number.isascii() and number.isdigit() and len(number) < 19:
        return found.filter(pk=int(number)).first()
    return found.filter(number=number).first()


def as_seen(case: Case, version: int | None) -> Case:
    """``case`` as the sender of a form saw it: an operation then refuses when somebody changed it since."""
    if version is not None:
        case.version = version
    return case


def moves_of(case: Case) -> QuerySet[CaseMove]:
    """What was done, oldest first."""
    return CaseMove.objects.filter(case=case).order_by("at", "pk")


def blockers(case: Case) -> list[ClosingCondition]:
    """What still stands in the way of closing."""
    return list(ClosingCondition.objects.filter(case=case, satisfied_at=None).order_by("pk"))


def step_of(case: Case) -> Step | None:
    """The step that is due, from three short queries. Its code names the handbook's step."""
    verbs = set(CaseMove.objects.filter(case=case, verb__in=("offer", "reopen")).values_list("verb", flat=True))
    facts = StepFacts(
        has_open_hand_off=open_hand_off(case) is not None,
        is_waiting_for_customer=case.is_waiting_for_customer,
        customer_waits=case.unanswered_since is not None,
        is_our_fault=case.fault in ("ours", "shared"),
        was_offered="offer" in verbs,
        was_reopened="reopen" in verbs,
        open_conditions=frozenset(condition.code for condition in blockers(case)),
    )
    return next_step(case.status, facts)


def history_of(case: Case, staff: Staff, *, limit: int = 10) -> CaseQuerySet:
    """The customer's other cases that ``staff`` may see, newest first."""
    if case.customer_id is None:
        return Case.objects.none()
    found = visible_to(staff).filter(customer_id=case.customer_id).exclude(pk=case.pk)
    return found.select_related("owner", "branch").order_by("-opened_at")[:limit]


def may_take_over(case: Case) -> QuerySet[Staff]:
    """Whom the case can be given to: people at work in its branch, never the person complained about."""
    found = Staff.objects.filter(is_active=True, branch=case.branch)
    found = found.exclude(pk=case.accused_id) if case.accused_id else found
    return found.order_by("pinyin", "pk")


def case_of_thread(thread_id: int) -> Case | None:
    return Case.objects.filter(thread_id=thread_id).select_related("customer", "branch").first()


def tracking_token(case: Case, *, at: datetime) -> str:
    """The token of the newest link that still opens the case, or an empty text."""
    good = TrackingLink.objects.filter(case=case, revoked_at=None, expires_at__gt=at).order_by("-pk").first()
    return str(good.token) if good else ""
