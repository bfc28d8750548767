"""Finding out, deciding, offering, performing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.cases.events import (
    CaseDecided,
    CaseOfferAnswered,
    CaseOffered,
    CaseOfferEnded,
    CasePerformed,
    InvestigationStarted,
)
from makegood.cases.models import Case, ClosingCondition, Fault, Severity, Status
from makegood.cases.operations.conditions import renounce, require, satisfy
from makegood.cases.operations.moving import NotNow, move, newest
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid

ALREADY_BEYOND = {Status.ACCEPTED, Status.PERFORMED, Status.FOLLOWED_UP, Status.CLOSED, Status.WITHDRAWN}


@transaction.atomic
def investigate(case: Case, *, by: Actor, at: datetime, reason: str = "") -> Case:
    """Begin to look into it. An ended case is reopened instead."""
    if case.is_ended:
        raise NotNow(status=case.get_status_display())
    event = InvestigationStarted(case.pk, case.branch_id)
    move(case, "investigate", event, to=Status.INVESTIGATING, by=by, at=at, reason=reason)
    return case


@transaction.atomic
def decide(
    case: Case, *, fault: str, severity: str = "", findings: str, by: Actor, at: datetime, loss_minor: int | None = None
) -> Case:
    """Say whose doing it was and what was found. A1: fault is admitted once it is established."""
    if fault not in Fault.values or fault == Fault.UNKNOWN:
        raise Invalid(_("Say whose fault it was."), field="fault")
    if severity and severity not in Severity.values:
        raise Invalid(_("Choose how serious it was."), field="severity")
    if not findings.strip():
        raise Invalid(_("Write down what you found."), field="findings")
    event = CaseDecided(case.pk, case.branch_id, fault)
    move(
        case, "decide", event, to=Status.DECIDED, by=by, at=at, fault=fault, severity=severity or case.severity,
        findings=findings.strip(), loss_minor=case.loss_minor if loss_minor is None else loss_minor, detail=fault,
    )  # fmt: skip
    satisfy(case, ClosingCondition.Code.DECISION_MADE, by=by, at=at)
    return case


@transaction.atomic
def record_offer_made(case: Case, *, by: Actor, at: datetime, detail: str = "") -> None:
    """``recovery`` sent an offer. A case that is beyond offering, or offered already, keeps its state."""
    newest(case)
    to = None if case.status in ALREADY_BEYOND | {Status.OFFERED} else Status.OFFERED
    move(case, "offer", CaseOffered(case.pk, case.branch_id), to=to, by=by, at=at, detail=detail)


@transaction.atomic
def record_offer_answer(case: Case, *, accepted: bool, by: Actor, at: datetime, detail: str = "") -> None:
    """The customer accepted (then the remedy must be performed before closing) or declined."""
    newest(case)
    to = Status.ACCEPTED if accepted else Status.REJECTED
    event = CaseOfferAnswered(case.pk, case.branch_id, accepted)
    verb = "offer_accepted" if accepted else "offer_declined"
    move(case, verb, event, to=to if case.status == Status.OFFERED else None, by=by, at=at, detail=detail)
    if accepted:
        require(case, ClosingCondition.Code.REMEDY_PERFORMED, at=at)
        satisfy(case, ClosingCondition.Code.DECISION_MADE, by=by, at=at)
    else:
        renounce(case, ClosingCondition.Code.REMEDY_PERFORMED)


@transaction.atomic
def record_offer_ended(case: Case, *, by: Actor, at: datetime, detail: str = "") -> None:
    """Nothing is offered any more (lapsed, withdrawn): the case goes back to where it stood before. Repeatable."""
    newest(case)
    if case.status != Status.OFFERED:
        return
    decided = ClosingCondition.objects.filter(
        case=case, code=ClosingCondition.Code.DECISION_MADE, satisfied_at__isnull=False
    )
    to = Status.DECIDED if decided.exists() else Status.INVESTIGATING
    move(case, "offer_ended", CaseOfferEnded(case.pk, case.branch_id), to=to, by=by, at=at, detail=detail)


@transaction.atomic
def record_performed(case: Case, *, by: Actor, at: datetime, detail: str = "") -> None:
    """The remedy reached the customer."""
    newest(case)
    to = Status.PERFORMED if case.status == Status.ACCEPTED else None
    move(case, "perform", CasePerformed(case.pk, case.branch_id), to=to, by=by, at=at, detail=detail)
    satisfy(case, ClosingCondition.Code.REMEDY_PERFORMED, by=by, at=at)
