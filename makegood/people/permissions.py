"""What a person may see and do, as sentences."""

from __future__ import annotations

from makegood.people.models import Branch, Role, Staff

SEE_EVERYTHING = {
    Role.SERVICE_MANAGER, Role.CX_MANAGER, Role.FINANCE_APPROVER, Role.AUDITOR, Role.ADMINISTRATOR,
}  # fmt: skip
READ_ONLY = {Role.AUDITOR}
PLAN_SHIFTS = {Role.BRANCH_MANAGER, Role.TEAM_LEAD, Role.SERVICE_MANAGER, Role.ADMINISTRATOR}
RUN_THE_OFFICE = {Role.SERVICE_MANAGER, Role.CX_MANAGER, Role.ADMINISTRATOR}


def branch_ids_of(staff: Staff) -> frozenset[int] | None:
    """The branches whose work ``staff`` may see: their own and everything below it; None means all."""
    if staff.is_superuser or staff.role in SEE_EVERYTHING:
        return None
    if staff.branch is None:
        return frozenset()
    below = Branch.objects.filter(path__startswith=staff.branch.path).values_list("pk", flat=True)
    return frozenset(below)


def may_change_things(staff: Staff) -> bool:
    return staff.is_active and staff.role not in READ_ONLY


def may_run_the_office(staff: Staff) -> bool:
    return staff.is_active and staff.role in RUN_THE_OFFICE


def may_see_the_office(staff: Staff) -> bool:
    return staff.role in RUN_THE_OFFICE | {Role.AUDITOR, Role.FINANCE_APPROVER, Role.BRANCH_MANAGER}


def may_issue_tokens(staff: Staff) -> bool:
    return staff.is_active and staff.role == Role.ADMINISTRATOR


def may_see_rosters(staff: Staff) -> bool:
    """Everybody may look up who works when in the branches they see."""
    return staff.is_active


def may_plan_shifts(staff: Staff) -> bool:
    """Those who plan who works when, in the branches they see."""
    return staff.is_active and staff.role in PLAN_SHIFTS
