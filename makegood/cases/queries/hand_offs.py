from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.cases.models import Case, HandOff
from makegood.cases.permissions import may_open_cases, visible_to
from makegood.people.models import Role, Staff


def open_hand_off(case: Case) -> HandOff | None:
    found = HandOff.objects.filter(case=case, state=HandOff.State.ASKED)
    return found.select_related("case", "to_department", "to_branch", "asked_by").first()


def waiting_for(staff: Staff) -> QuerySet[HandOff]:
    """Hand-offs that ``staff`` may accept or decline, oldest first."""
    if not may_open_cases(staff):
        return HandOff.objects.none()
    found = HandOff.objects.filter(state=HandOff.State.ASKED, case__in=visible_to(staff))
    if not staff.has_role(Role.SERVICE_MANAGER, Role.CX_MANAGER):
        here = Q(to_branch=None) | Q(to_branch_id=staff.branch_id)
        found = found.filter(here, to_department_id=staff.department_id)
    return found.select_related("case", "to_department", "to_branch", "asked_by").order_by("asked_at", "pk")
