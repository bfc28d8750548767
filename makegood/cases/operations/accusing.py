"""Whom a complaint is about: they lose sight of it at once, and somebody else answers for it. E7, A10"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.cases.events import AccusedCleared, CaseAccused, CaseAssigned
from makegood.cases.models import Case
from makegood.cases.operations.choose_owner import choose_owner
from makegood.cases.operations.moving import move, newest
from makegood.intake.operations import name_accused
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid, Refusal
from makegood.people.models import Staff
from makegood.people.queries import leads_branch


@transaction.atomic
def accuse(case: Case, accused: Staff, *, reason: str, by: Actor, at: datetime) -> Case:
    """Name the member of staff complained about. If it was theirs, or their people's, it goes to somebody else.

    Raises Invalid without a reason. Naming the same person again changes nothing.
    """
    _refuse_without(reason)
    newest(case)
    if case.accused_id == accused.pk:
        return case
    event = CaseAccused(case.pk, case.branch_id, accused.pk)
    move(case, "accuse", event, by=by, at=at, detail=accused.name, reason=reason.strip(), accused_id=accused.pk)
    if case.feedback is not None:
        name_accused(case.feedback, accused, by=by, at=at)
    if _must_change_hands(case, accused):
        _give_to_another(case, accused, at=at)
    return case


@transaction.atomic
def clear_accused(case: Case, *, reason: str, by: Actor, at: datetime) -> Case:
    """It was not about them. Raises Refusal when nobody was named, Invalid without a reason."""
    _refuse_without(reason)
    newest(case)
    if case.accused is None:
        raise Refusal(_("Nobody is named as the person complained about."))
    event = AccusedCleared(case.pk, case.branch_id, case.accused.pk)
    name = case.accused.name
    move(case, "clear_accused", event, by=by, at=at, detail=name, reason=reason.strip(), accused_id=None)
    if case.feedback is not None:
        name_accused(case.feedback, None, by=by, at=at)
    return case


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Say why: whoever reads this later must understand it."), field="reason")


def _must_change_hands(case: Case, accused: Staff) -> bool:
    """Nobody handles a complaint about themselves or about the manager above them."""
    owner = case.owner
    if owner is None or owner.pk == accused.pk:
        return True
    return leads_branch(accused, case.branch_id) and leads_branch(accused, owner.branch_id)


def _give_to_another(case: Case, accused: Staff, *, at: datetime) -> None:
    owner = choose_owner(branch_id=case.branch_id, department_id=case.department_id, accused=accused)
    if owner is None:
        move(case, "unassign", by=SYSTEM, at=at, owner_id=None)
        return
    event = CaseAssigned(case.pk, case.branch_id, owner.pk)
    move(case, "assign", event, by=SYSTEM, at=at, owner_id=owner.pk, detail=owner.name)
