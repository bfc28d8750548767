from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.kit.actor import Actor
from makegood.people.events import StaffHired
from makegood.people.models import Branch, Department, Role, Staff
from makegood.people.rules.pinyin import pinyin_key


@transaction.atomic
def hire(
    *, username: str, name: str, role: Role | str, branch: Branch | None, by: Actor, at: datetime,
    department: Department | None = None, password: str | None = None, email: str = "",
) -> Staff:  # fmt: skip
    """Add a member of staff. Without a password the account cannot log in until one is set."""
    staff = Staff(
        username=username, name=name, pinyin=pinyin_key(name), role=role, branch=branch,
        department=department, email=email, is_staff=role == Role.ADMINISTRATOR, date_joined=at,
    )  # fmt: skip
    staff.set_password(password)
    staff.save()
    journal.record(StaffHired(staff.pk, branch.pk if branch else None, str(role)), by=by, at=at)
    return staff
