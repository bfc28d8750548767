from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from makegood.people.models import Absence, ApiToken, Branch, Department, Role, Shift, Staff
from makegood.people.permissions import SEE_EVERYTHING
from makegood.people.rules.shifts import hours_of, staffed, week_of


def token_digest(secret: str) -> str:
    """Tokens are 256-bit random, so one plain SHA-256 is enough and keeps look-ups cheap."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    return ApiToken.objects.filter(digest=token_digest(secret), revoked_at=None).first()


def active_branches() -> QuerySet[Branch]:
    return Branch.objects.filter(is_active=True)


def active_departments() -> QuerySet[Department]:
    return Department.objects.filter(is_active=True)


def staff_in_charge(
    branch_id: int | None, *, department_id: int | None = None, besides: Staff | None = None
) -> list[int]:
    """Ids of whom to call for a branch (and department): its managers and leads, else the service managers.

    ``besides`` is left out, the person complained about, say; where they lead the branch, the one above it is
    asked, for nobody looks into their own manager.
    """
    if besides is not None and leads_branch(besides, branch_id):
        return _in_charge_above(besides)
    others = with_role(Role.BRANCH_MANAGER, Role.TEAM_LEAD).exclude(pk=besides.pk if besides else 0)
    near = others.filter(branch_id=branch_id) if branch_id is not None else others.none()
    if department_id is not None:
        leads = near.filter(department_id=department_id, role=Role.TEAM_LEAD)
        near = leads if leads.exists() else near
    return list(near.values_list("pk", flat=True)) or _over_everything(besides)


def leads_branch(staff: Staff, branch_id: int | None) -> bool:
    """Whether ``staff`` manages this branch or one above it."""
    if branch_id is None or staff.role != Role.BRANCH_MANAGER or staff.branch is None:
        return False
    return Branch.objects.filter(pk=branch_id, path__startswith=staff.branch.path).exists()


def _in_charge_above(manager: Staff) -> list[int]:
    """The managers of the nearest branch above that has one, else those who look after every branch."""
    parts = manager.branch.path.strip("/").split("/")[:-1] if manager.branch else []
    above = with_role(Role.BRANCH_MANAGER).exclude(pk=manager.pk).filter(branch_id__in=parts)
    nearest = above.order_by("-branch__path").values_list("branch_id", flat=True).first()
    return list(above.filter(branch_id=nearest or 0).values_list("pk", flat=True)) or _over_everything(manager)


def _over_everything(besides: Staff | None) -> list[int]:
    for role in (Role.SERVICE_MANAGER, Role.CX_MANAGER):
        if found := list(with_role(role).exclude(pk=besides.pk if besides else 0).values_list("pk", flat=True)):
            return found
    return []


def with_role(*roles: Role) -> QuerySet[Staff]:
    return Staff.objects.filter(is_active=True, role__in=roles)


def who_see(people: QuerySet[Staff], branch: Branch | None) -> QuerySet[Staff]:
    """Those of ``people`` who may see the work of ``branch``: what ``branch_ids_of`` says, for many at once."""
    parts = branch.path.strip("/").split("/") if branch else []
    above = ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
    return people.filter(Q(is_superuser=True) | Q(role__in=SEE_EVERYTHING) | Q(branch__path__in=above))


def on_duty(branch_id: int, at: datetime) -> list[int]:
    """Ids of those whose shift at the branch runs at this instant, who are not absent or signed off, by id.

    A night shift belongs to the day it begins on, and so does an absence from it.
    """
    absent = Absence.objects.filter(
        staff=OuterRef("staff"), withdrawn_at=None, first__lte=OuterRef("on"), until__gt=OuterRef("on")
    )
    shifts = Shift.objects.covering(at).filter(branch_id=branch_id, staff__is_active=True, staff__is_on_duty=True)
    present = shifts.exclude(Exists(absent)).order_by("staff_id")
    return list(present.values_list("staff_id", flat=True).distinct())


def shift_texts(branch_id: int, monday: date) -> dict[tuple[int, date], str]:
    """A week's plan as it is typed: hours by person and day."""
    planned: dict[tuple[int, date], list[str]] = {}
    shifts = Shift.objects.filter(branch_id=branch_id, on__gte=monday, on__lt=monday + timedelta(days=7))
    for staff_id, day, hours in shifts.order_by("starts_at").values_list("staff_id", "on", "hours"):
        planned.setdefault((staff_id, day), []).append(hours)
    return {cell: ", ".join(hours) for cell, hours in planned.items()}


def staffed_week(branch_id: int, monday: date) -> list[str]:
    """Seven texts from Monday: the hours at which anybody is planned to be at the branch. For a calendar."""
    texts = shift_texts(branch_id, monday)
    return [
        ", ".join(str(window) for window in staffed(hours_of(text) for (_id, on), text in texts.items() if on == day))
        for day in week_of(monday)
    ]


def absences_between(staff_ids: Iterable[int], first: date, until: date) -> QuerySet[Absence]:
    """Absences that touch [first, until), not withdrawn."""
    return Absence.objects.filter(staff_id__in=list(staff_ids), withdrawn_at=None, first__lt=until, until__gt=first)
