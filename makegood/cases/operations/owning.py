"""Who is responsible: taking a case, handing it off, lifting it a level."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood.cases.events import (
    CaseAssigned,
    CaseEscalated,
    CaseHandedOff,
    CaseReprioritised,
    HandOffAccepted,
    HandOffDeclined,
    HandOffTakenBack,
)
from makegood.cases.models import Case, HandOff
from makegood.cases.operations.moving import NotNow, move, newest
from makegood.cases.permissions import is_concerned, may_answer_hand_off, may_handle
from makegood.cases.rules.levels import HIGHEST, level_for
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, NotAllowed, Refusal, SomebodyWasFaster
from makegood.people.models import Branch, Department, Staff


@transaction.atomic
def assign(case: Case, owner: Staff, *, by: Actor, at: datetime, reason: str = "") -> Case:
    """Make ``owner`` the one responsible person: somebody who handles cases, never the accused."""
    _refuse_the_accused(case, owner)
    if not may_handle(owner, case):
        raise NotAllowed(_("%(name)s does not handle cases. Choose somebody else."), name=owner.name)
    event = CaseAssigned(case.pk, case.branch_id, owner.pk)
    move(case, "assign", event, by=by, at=at, owner_id=owner.pk, detail=owner.name, reason=reason)
    return case


@transaction.atomic
def hand_off(
    case: Case, *, to: Department, to_branch: Branch | None = None, reason: str, by: Actor, at: datetime
) -> HandOff:
    """Ask another department to take over. The owner stays responsible until somebody there accepts. A11"""
    if not reason.strip():
        raise Invalid(_("Say why, so that the other department knows what is needed."), field="reason")
    if case.is_ended:
        raise NotNow(status=case.get_status_display())
    try:
        with transaction.atomic():
            asked = HandOff.objects.create(
                case=case, to_department=to, to_branch=to_branch, reason=reason.strip(), asked_at=at,
                asked_by_id=by.id if by.kind == "staff" else None,
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(_("This case is waiting for another department already. Take that back first.")) from None
    event = CaseHandedOff(case.pk, case.branch_id, asked.pk, to.pk)
    move(case, "hand_off", event, by=by, at=at, detail=to.name, reason=reason.strip())
    return asked


@transaction.atomic
def accept_hand_off(asked: HandOff, *, staff: Staff, at: datetime) -> Case:
    """``staff`` takes the case over for their department."""
    case = asked.case
    _refuse_the_wrong_department(asked, staff)
    _answer(asked, HandOff.State.ACCEPTED, staff=staff, at=at)
    event = HandOffAccepted(case.pk, case.branch_id, asked.pk, staff.pk)
    move(
        case, "accept_hand_off", event, by=staff.actor, at=at, owner_id=staff.pk, department_id=asked.to_department_id,
        detail=asked.to_department.name,
    )  # fmt: skip
    return case


@transaction.atomic
def decline_hand_off(asked: HandOff, *, staff: Staff, reason: str, at: datetime) -> Case:
    """Send it back with a reason; the owner is still who it was."""
    if not reason.strip():
        raise Invalid(_("Say why, so that the other department knows what to do."), field="reason")
    case = asked.case
    _refuse_the_wrong_department(asked, staff)
    _answer(asked, HandOff.State.DECLINED, staff=staff, at=at, answer=reason.strip())
    event = HandOffDeclined(case.pk, case.branch_id, asked.pk)
    move(case, "decline_hand_off", event, by=staff.actor, at=at, detail=asked.to_department.name, reason=reason.strip())
    return case


@transaction.atomic
def take_back_hand_off(asked: HandOff, *, by: Actor, at: datetime) -> Case:
    """The other department is asked no longer. Raises SomebodyWasFaster when it has answered."""
    waiting = HandOff.objects.filter(pk=asked.pk, state=HandOff.State.ASKED)
    if not waiting.update(state=HandOff.State.WITHDRAWN, answered_at=at):
        raise SomebodyWasFaster(_("This hand-off was answered a moment ago."))
    case, event = asked.case, HandOffTakenBack(asked.case_id, asked.case.branch_id, asked.pk)
    newest(case)
    move(case, "take_back_hand_off", event, by=by, at=at, detail=asked.to_department.name)
    return case


def _refuse_the_accused(case: Case, staff: Staff) -> None:
    if is_concerned(staff, case):
        raise NotAllowed(_("Whoever is complained about cannot handle the complaint. Choose somebody else."))


def _refuse_the_wrong_department(asked: HandOff, staff: Staff) -> None:
    _refuse_the_accused(asked.case, staff)
    if not may_answer_hand_off(staff, asked):
        raise NotAllowed(_("Only the department that was asked can answer this."))


def _answer(asked: HandOff, state: str, *, staff: Staff, at: datetime, answer: str = "") -> None:
    waiting = HandOff.objects.filter(pk=asked.pk, state=HandOff.State.ASKED)
    if not waiting.update(state=state, answered_by=staff, answered_at=at, answer=answer):
        raise SomebodyWasFaster(_("This hand-off was answered a moment ago."))
    asked.refresh_from_db()


@transaction.atomic
def reprioritise(case: Case, *, urgency: str, by: Actor, at: datetime) -> Case:
    """Screening found another urgency: promises for it start, running ones go on. The level only ever rises."""
    newest(case)
    level = max(case.level, level_for(nature="complaint", urgency=urgency, severity=case.severity))
    event = CaseReprioritised(case.pk, case.branch_id, urgency)
    move(case, "reprioritise", event, by=by, at=at, urgency=urgency, level=level, detail=urgency)
    return case


@transaction.atomic
def escalate(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """Lift the case one level; that level's promises start. Raises Refusal at the highest."""
    if case.level >= HIGHEST:
        raise Refusal(_("The case is at the highest level already."))
    if case.is_ended:
        raise NotNow(status=case.get_status_display())
    level = case.level + 1
    event = CaseEscalated(case.pk, case.branch_id, level)
    move(case, "escalate", event, by=by, at=at, level=level, detail=str(level), reason=reason)
    return case
