from __future__ import annotations

from django.db.models import Count, Q

from makegood.people.models import Role, Staff
from makegood.people.queries import staff_in_charge

HANDLERS = [Role.AGENT, Role.TEAM_LEAD]


def choose_owner(
    *, branch_id: int | None, department_id: int | None, recused: frozenset[int] = frozenset()
) -> Staff | None:
    """Who should take a new case: on duty there, of the department if it has anybody, fewest open cases, then by id.

    Falls back to whoever is in charge of the branch, so that a case is nobody's for no second. A11
    """
    able = Staff.objects.filter(is_active=True, is_on_duty=True, role__in=HANDLERS)
    able = able.filter(branch_id=branch_id) if branch_id else able.filter(branch=None)
    able = able.exclude(pk__in=recused)
    least = able.annotate(
        load=Count("owned_cases", filter=Q(owned_cases__closed_at__isnull=True)),
        elsewhere=Count("pk", filter=~Q(department_id=department_id)),
    ).order_by("elsewhere", "load", "pk")
    if found := least.first():
        return found
    in_charge = [pk for pk in staff_in_charge(branch_id) if pk not in recused]
    return Staff.objects.filter(pk__in=in_charge).order_by("pk").first()
