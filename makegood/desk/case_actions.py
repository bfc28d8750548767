"""What one can do to a case beside writing: each verb with its form and the operation it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Case, HandOff
from makegood.cases.operations import (
    accept_hand_off,
    accuse,
    assign,
    clear_accused,
    close,
    decide,
    decline_hand_off,
    escalate,
    hand_off,
    investigate,
    reopen,
    withdraw,
)
from makegood.cases.permissions import may_accuse, may_answer_hand_off, may_handle
from makegood.cases.queries import open_hand_off
from makegood.desk.forms.case import AccuseForm, AssignForm, DecideForm, HandOffForm, MayReasonForm, ReasonForm
from makegood.kit.errors import NotAllowed, Refusal
from makegood.panels.presenters.promise import Words
from makegood.people.models import Staff


class NothingAsked(Refusal):
    message = _("No hand-off is waiting on this case any more.")


@dataclass(frozen=True)
class CaseAction:
    """``run(case, form, staff, at)`` calls one operation; ``step`` names its pages in the handbook."""

    title: Words
    button: Words
    done: Words
    form: type[ReasonForm]
    run: Callable[[Case, Any, Staff, datetime], object]
    step: str = ""
    is_grave: bool = False


def _assign(case: Case, form: AssignForm, staff: Staff, at: datetime) -> object:
    return assign(case, form.cleaned_data["owner"], by=staff.actor, at=at, reason=form.cleaned_data["reason"])


def _take(case: Case, form: ReasonForm, staff: Staff, at: datetime) -> object:
    if not may_handle(staff, case):
        raise NotAllowed
    return assign(case, staff, by=staff.actor, at=at)


def _hand_off(case: Case, form: HandOffForm, staff: Staff, at: datetime) -> object:
    told = form.cleaned_data
    return hand_off(case, to=told["department"], to_branch=told["branch"], reason=told["reason"], by=staff.actor, at=at)


def _accept(case: Case, form: ReasonForm, staff: Staff, at: datetime) -> object:
    return accept_hand_off(_asked(case, staff), staff=staff, at=at)


def _decline(case: Case, form: ReasonForm, staff: Staff, at: datetime) -> object:
    return decline_hand_off(_asked(case, staff), staff=staff, reason=form.cleaned_data["reason"], at=at)


def _asked(case: Case, staff: Staff) -> HandOff:
    found = open_hand_off(case)
    if found is None:
        raise NothingAsked
    if not may_answer_hand_off(staff, found):
        raise NotAllowed
    return found


def _decide(case: Case, form: DecideForm, staff: Staff, at: datetime) -> object:
    told = form.cleaned_data
    return decide(
        case, fault=told["fault"], severity=told["severity"], findings=told["findings"], loss_minor=form.loss_minor,
        by=staff.actor, at=at,
    )  # fmt: skip


def _accuse(case: Case, form: AccuseForm, staff: Staff, at: datetime) -> object:
    _refuse_who_may_not_accuse(staff, case)
    told = form.cleaned_data
    return accuse(case, told["accused"], reason=told["reason"], by=staff.actor, at=at)


def _clear(case: Case, form: ReasonForm, staff: Staff, at: datetime) -> object:
    _refuse_who_may_not_accuse(staff, case)
    return clear_accused(case, reason=form.cleaned_data["reason"], by=staff.actor, at=at)


def _refuse_who_may_not_accuse(staff: Staff, case: Case) -> None:
    if not may_accuse(staff, case):
        raise NotAllowed(_("Your team lead or whoever screens says whom a complaint is about. Ask them."))


def _with_reason(operation: Callable[..., object]) -> Callable[[Case, Any, Staff, datetime], object]:
    def run(case: Case, form: ReasonForm, staff: Staff, at: datetime) -> object:
        return operation(case, reason=form.cleaned_data["reason"], by=staff.actor, at=at)

    return run


ACTIONS: dict[str, CaseAction] = {
    "take": CaseAction(_("Take the case"), _("I take it"), _("The case is yours."), MayReasonForm, _take),
    "assign": CaseAction(_("Assign the case"), _("Assign"), _("Assigned."), AssignForm, _assign),
    "hand-off": CaseAction(
        _("Hand off to another department"), _("Ask them to take over"),
        _("Asked. You stay responsible until they accept."), HandOffForm, _hand_off, "hand_off",
    ),
    "accept": CaseAction(
        _("Accept the hand-off"), _("Accept"), _("Accepted: the case is yours now."), MayReasonForm, _accept, "hand_off"
    ),
    "decline": CaseAction(
        _("Decline the hand-off"), _("Send it back"), _("Sent back with your reason."), ReasonForm, _decline, "hand_off"
    ),
    "investigate": CaseAction(
        _("Begin to look into it"), _("Begin"), _("The investigation has begun."), MayReasonForm,
        _with_reason(investigate), "investigate",
    ),
    "decide": CaseAction(_("Record the decision"), _("Record"), _("Decision recorded."), DecideForm, _decide, "decide"),
    "escalate": CaseAction(
        _("Lift the case one level"), _("Lift"), _("Lifted one level."), ReasonForm, _with_reason(escalate), "calm"
    ),
    "accuse": CaseAction(
        _("Name who is complained about"), _("Record"), _("Recorded. They no longer see this case."), AccuseForm,
        _accuse,
    ),
    "clear-accused": CaseAction(
        _("It was not about them"), _("Record"), _("Recorded. Nobody is named any more."), ReasonForm, _clear
    ),
    "close": CaseAction(
        _("Close the case"), _("Close the case"), _("Closed. The customer is asked one question."), MayReasonForm,
        _with_reason(close), "close",
    ),
    "reopen": CaseAction(
        _("Reopen the case"), _("Reopen"), _("Reopened."), ReasonForm, _with_reason(reopen), "reopen"
    ),
    "withdraw": CaseAction(
        _("The customer takes the complaint back"), _("Record"), _("Recorded as withdrawn."), ReasonForm,
        _with_reason(withdraw), "close", True,
    ),
}  # fmt: skip
