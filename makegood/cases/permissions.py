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
LEADERS = {Role.TEAM_LEAD, Role.BRANCH_MANAGER, Role.SERVICE_MANAGER, Role.CX_MANAGER}


def visible_to(staff: Staff) -> CaseQuerySet:
    """Cases of the person's branches, those they own and those handed to them; never one about themselves."""
    found = Case.objects.exclude(accused=staff)
    branch_ids = branch_ids_of(staff)
    if branch_ids is None:
        return found
    return found.filter(Q(branch_id__in=branch_ids) | Q(owner=staff) | Q(pk__in=_asked_of(staff).values("case_id")))


def _asked_of(staff: Staff) -> QuerySet[HandOff]:
    """Hand-offs to the person's own department in their own branch: those they may look at before answering."""
    if staff.department_id is None:
        return HandOff.objects.none()
    waiting = HandOff.objects.filter(state=HandOff.State.ASKED, to_department_id=staff.department_id)
    return waiting.filter(to_branch_id=staff.branch_id, to_branch__isnull=False)


def is_concerned(staff: Staff, case: Case) -> bool:
    """Whether the complaint is about this person."""
    return case.accused_id is not None and case.accused_id == staff.pk


def may_handle(staff: Staff, case: Case) -> bool:
    """Whether the person may do anything to this case. They must be able to see it, too: load it by ``visible_to``."""
    return may_change_things(staff) and staff.role in HANDLERS and not is_concerned(staff, case)


def may_assign(staff: Staff, case: Case, owner: Staff) -> bool:
    """Take it oneself, or give it to somebody when leading; never to the person complained about."""
    if is_concerned(owner, case) or not may_handle(staff, case):
        return False
    return owner == staff or staff.role in LEADERS


def may_answer_hand_off(staff: Staff, asked: HandOff) -> bool:
    """People of the department asked (and branch, where one was named), and the service managers above them."""
    if not may_handle(staff, asked.case):
        return False
    if staff.has_role(Role.SERVICE_MANAGER, Role.CX_MANAGER):
        return True
    if staff.department_id != asked.to_department_id:
        return False
    return asked.to_branch_id in (None, staff.branch_id)


def may_take_back_hand_off(staff: Staff, asked: HandOff) -> bool:
    return may_handle(staff, asked.case) and (asked.asked_by_id == staff.pk or staff.role in LEADERS)


def may_reopen(staff: Staff, case: Case) -> bool:
    return case.is_ended and may_handle(staff, case)


def may_lead(staff: Staff) -> bool:
    """Whether the person may assign others' cases."""
    return may_change_things(staff) and staff.role in LEADERS


def may_open_cases(staff: Staff) -> bool:
    return may_change_things(staff) and staff.role in HANDLERS


def may_revoke_links(staff: Staff, case: Case) -> bool:
    return may_handle(staff, case)
