"""New cases go to those whose shift runs. D5"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from makegood.cases.operations import choose_owner
from makegood.kit.actor import SYSTEM
from makegood.people.models import Staff
from makegood.people.operations import plan_week


@pytest.mark.django_db
def test_a_new_case_goes_to_those_whose_shift_runs(company: Any, zhouhang: Any, now: datetime) -> None:
    late = Staff.objects.create(
        username="late", name="晚班", role="agent", branch=company.branch_a, department=company.service
    )
    branch, day = company.branch_a, now.date()
    wanted = {"branch_id": branch.pk, "department_id": None}
    assert choose_owner(**wanted, at=now) == zhouhang  # nobody is planned: as before
    cells = {(zhouhang.pk, day): "09:00-13:00", (late.pk, day): "13:00-22:00"}
    plan_week(branch, day - timedelta(days=day.weekday()), cells, by=SYSTEM, at=now)
    assert choose_owner(**wanted, at=now) == zhouhang  # 10:00
    assert choose_owner(**wanted, at=now + timedelta(hours=3)) == late  # 13:00
    assert choose_owner(**wanted, at=now + timedelta(hours=14)) == zhouhang  # at night nobody is there; never nobody's
