"""Closing, reopening, withdrawing, and the one question afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.cases.events import CaseClosed, CaseRated, CaseReopened, CaseWithdrawn
from makegood.cases.models import Case, CaseMove, ClosingCondition, HandOff, Rating, Status
from makegood.cases.operations.conditions import check_conditions, unsatisfy
from makegood.cases.operations.moving import NotNow, move, newest
from makegood.engines.text.privacy import mask
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, Refusal

MAX_COMMENT = 2000


@transaction.atomic
def close(case: Case, *, by: Actor, at: datetime, reason: str = "") -> Case:
    """Close once every condition is met; the customer is then asked one question. Raises NotYet or NotNow. N5"""
    if HandOff.objects.filter(case=case, state=HandOff.State.ASKED).exists():
        raise Refusal(_("A hand-off is waiting for its answer. Settle it first."))
    check_conditions(case)
    event = CaseClosed(case.pk, case.branch_id)
    move(case, "close", event, to=Status.CLOSED, by=by, at=at, closed_at=at, reason=reason)
    return case


@transaction.atomic
def reopen(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Take an ended case up again; the customer must be told a result anew."""
    if not case.is_ended:
        raise NotNow(status=case.get_status_display())
    event = CaseReopened(case.pk, case.branch_id)
    move(case, "reopen", event, to=Status.INVESTIGATING, by=by, at=at, closed_at=None, reason=reason)
    unsatisfy(case, ClosingCondition.Code.CUSTOMER_TOLD, at=at)
    return case


@transaction.atomic
def withdraw(case: Case, *, reason: str = "", by: Actor, at: datetime) -> Case:
    """The customer takes the complaint back."""
    newest(case)
    HandOff.objects.filter(case=case, state=HandOff.State.ASKED).update(state=HandOff.State.WITHDRAWN, answered_at=at)
    event = CaseWithdrawn(case.pk, case.branch_id)
    move(case, "withdraw", event, to=Status.WITHDRAWN, by=by, at=at, closed_at=at, reason=mask(reason).text)
    return case


@transaction.atomic
def rate(case: Case, *, score: int, comment: str = "", by: Actor, at: datetime) -> Rating:
    """The customer's answer, once a closing. One or two points reopen the case. E6"""
    if not 1 <= score <= 5:
        raise Invalid(_("Choose one to five."), field="score")
    newest(case)
    if case.status != Status.CLOSED:
        raise NotNow(status=case.get_status_display())
    comment = comment.replace("\x00", "").strip()[:MAX_COMMENT]
    closings = CaseMove.objects.filter(case=case, verb="close").count()
    try:
        with transaction.atomic():
            rating = Rating.objects.create(
                case=case,
                round=closings,
                score=score,
                comment=comment or None,
                comment_masked=mask(comment).text,
                at=at,
            )
    except IntegrityError:
        raise Refusal(_("You have answered already. Thank you.")) from None
    journal.record(CaseRated(case.pk, case.branch_id, score), by=by, at=at)
    if rating.is_low:
        reopen(case, reason=rating.comment_masked, by=by, at=at)
    return rating
