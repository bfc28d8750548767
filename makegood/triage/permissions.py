"""Who may see and decide what, as sentences."""

from __future__ import annotations

from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_change_things, may_run_the_office
from makegood.triage.models import Screening, TriageItem
from makegood.triage.models.item import TriageItemQuerySet

DO_NOT_SCREEN = {Role.AUDITOR, Role.FINANCE_APPROVER}


def visible_to(staff: Staff) -> TriageItemQuerySet:
    """Items of the person's branches; never what complains about themselves."""
    return TriageItem.objects.in_branches(branch_ids_of(staff)).not_about(staff.pk)


def may_screen(staff: Staff) -> bool:
    return may_change_things(staff) and staff.role not in DO_NOT_SCREEN


def may_undo(staff: Staff, screening: Screening) -> bool:
    """One's own, or anybody's for those who lead."""
    leads = staff.has_role(Role.TEAM_LEAD, Role.BRANCH_MANAGER) or may_run_the_office(staff)
    return may_screen(staff) and (screening.staff_id == staff.pk or leads)


def may_set_routes(staff: Staff) -> bool:
    return may_run_the_office(staff)
