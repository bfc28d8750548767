from __future__ import annotations

import hashlib

from django.db.models import Q, QuerySet

from makegood.people.models import ApiToken, Branch, Department, Role, Staff
from makegood.people.permissions import SEE_EVERYTHING


def token_digest(secret: str) -> str:
    """Tokens are 256-bit random, so one plain SHA-256 is enough and keeps look-ups cheap."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    return ApiToken.objects.filter(digest=token_digest(secret), revoked_at=None).first()


def active_branches() -> QuerySet[Branch]:
    return Branch.objects.filter(is_active=True)


def active_departments() -> QuerySet[Department]:
    return Department.objects.filter(is_active=True)


def staff_in_charge(branch_id: int | None, *, department_id: int | None = None) -> list[int]:
    """Ids of whom to call for a branch (and department): its managers and leads, else the service managers."""
    near = with_role(Role.BRANCH_MANAGER, Role.TEAM_LEAD)
    near = near.filter(branch_id=branch_id) if branch_id is not None else near.none()
    if department_id is not None:
        leads = near.filter(department_id=department_id, role=Role.TEAM_LEAD)
        near = leads if leads.exists() else near
    found = list(near.values_list("pk", flat=True))
    return found or list(with_role(Role.SERVICE_MANAGER).values_list("pk", flat=True))


def with_role(*roles: Role) -> QuerySet[Staff]:
    return Staff.objects.filter(is_active=True, role__in=roles)


def who_see(people: QuerySet[Staff], branch: Branch | None) -> QuerySet[Staff]:
    """Those of ``people`` who may see the work of ``branch``: what ``branch_ids_of`` says, for many at once."""
    parts = branch.path.strip("/").split("/") if branch else []
    above = ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
    return people.filter(Q(is_superuser=True) | Q(role__in=SEE_EVERYTHING) | Q(branch__path__in=above))
