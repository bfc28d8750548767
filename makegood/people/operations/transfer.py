from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.people.events import StaffTransferred
from makegood.people.models import Branch, Department, Role, Staff


@transaction.atomic
def transfer(
    staff: Staff, *, branch: Branch | None, department: Department | None, role: Role | str, by: Actor, at: datetime
) -> None:
    """Move somebody to another branch, department or role. Raises SomebodyWasFaster when they moved since."""
    moved = Staff.objects.filter(pk=staff.pk, branch=staff.branch, role=staff.role).update(
        branch=branch, department=department, role=role, is_staff=role == Role.ADMINISTRATOR
    )
    if not moved:
        raise SomebodyWasFaster
    journal.record(StaffTransferred(staff.pk, branch.pk if branch else None, str(role)), by=by, at=at)
