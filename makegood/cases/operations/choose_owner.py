from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, Q, When

from makegood.people.models import Role, Staff
from makegood.people.queries import leads_branch, on_duty, staff_in_charge

HANDLERS = [Role.AGENT, Role.TEAM_LEAD]


def choose_owner(
    *, branch_id: int | None, department_id: int | None, accused: Staff | None = None, at: datetime | None = None
) -> Staff | None:
    """Who should take a new case: on duty there, of the department if it has anybody, fewest open cases, then by id.

    Those whose shift runs `at` that moment come before everybody else of the branch; without shifts all are alike. D5
    Falls back to whoever is in charge of the branch, so that a case is nobody's for no second. A11
    Never the accused; a complaint about the branch's manager goes to whoever is in charge above. E7
    """
    if accused is not None and leads_branch(accused, branch_id):
        return _in_charge(branch_id, accused)
    able = Staff.objects.filter(is_active=True, is_on_duty=True, role__in=HANDLERS)
    able = able.filter(branch_id=branch_id) if branch_id else able.filter(branch=None)
    able = able.exclude(pk=accused.pk if accused else 0)
    present = on_duty(branch_id, at) if branch_id and at else []
    least = able.annotate(
        away=Case(When(pk__in=present, then=0), default=1),
        load=Count("owned_cases", filter=Q(owned_cases__closed_at__isnull=True)),
        elsewhere=Count("pk", filter=~Q(department_id=department_id)),
    ).order_by("away", "elsewhere", "load", "pk")
    if found := least.first():
        return found
    return _in_charge(branch_id, accused)


def _in_charge(branch_id: int | None, accused: Staff | None) -> Staff | None:
    in_charge = staff_in_charge(branch_id, besides=accused)
    return Staff.objects.filter(pk__in=in_charge).order_by("pk").first()
