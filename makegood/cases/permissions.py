"""Who may see and handle a case, as sentences. The person complained about may do neither."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.cases.models import Case, HandOff
from makegood.cases.models.case import CaseQuerySet
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_change_things

HANDLERS = {
    Role.AGENT, Role.SCREENER, Role.TEAM_LEAD, Role.BRANCH_MANAGER, Role.SERVICE_MANAGER, Role.CX_MANAGER,
}  # fmt: skip
OVERSEERS = {Role.SERVICE_MANAGER, Role.CX_MANAGER}


def visible_to(staff: Staff) -> CaseQuerySet:
    """Cases of the person's branches, those they own and those handed to them; never one about themselves."""
    found = Case.objects.exclude(accused=staff)
    branch_ids = branch_ids_of(staff)
    if branch_ids is None:
        return found
    asked = asked_of(staff).values("case_id")
    return found.filter(Q(branch_id__in=branch_ids) | Q(owner=staff) | Q(pk__in=asked))


def asked_of(staff: Staff) -> QuerySet[HandOff]:
    """Open hand-offs to the person's own department: of their branch, of any, or of one that serves everybody."""
    waiting = HandOff.objects.filter(state=HandOff.State.ASKED, to_department_id=staff.department_id or 0)
    return waiting.filter(Q(to_branch=None) | Q(to_branch_id=staff.branch_id or 0))


def about(staff: Staff) -> CaseQuerySet:
    """The complaints about this person: what every list of theirs leaves out."""
    return Case.objects.filter(accused=staff)


def may_accuse(staff: Staff, case: Case) -> bool:
    """Whoever leads, and screeners, may say whom a complaint is about, and take it back."""
    return may_handle(staff, case) and staff.role in HANDLERS - {Role.AGENT}


def is_concerned(staff: Staff, case: Case) -> bool:
    """Whether the complaint is about this person."""
    return case.accused_id is not None and case.accused_id == staff.pk


def may_handle(staff: Staff, case: Case) -> bool:
    """Whether the person may do anything to a case they can see."""
    return may_change_things(staff) and staff.role in HANDLERS and not is_concerned(staff, case)


def may_answer_hand_off(staff: Staff, asked: HandOff) -> bool:
    """People of the department asked (and branch, where one was named), and those who oversee every branch."""
    if not may_handle(staff, asked.case):
        return False
    if staff.role in OVERSEERS:
        return True
    return staff.department_id == asked.to_department_id and asked.to_branch_id in (None, staff.branch_id)
