"""Whoever is complained about decides nothing to make it good. DESIGN §4, N7"""

from __future__ import annotations

from typing import Any

import pytest

from makegood import journal
from makegood.approvals.operations import ask_approval
from makegood.cases.models import Case
from makegood.cases.operations import accuse, open_case
from makegood.kit.actor import SYSTEM
from makegood.kit.money import Money
from makegood.recovery.models import Offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(company: Any, wangfang: Any, zhouhang: Any, now: Any) -> Case:
    return open_case(customer=wangfang, branch=company.branch_a, owner=zhouhang, title="店长骂人", by=SYSTEM, at=now)


def test_requests_for_approval_about_it_leave_their_queue(case: Case, zhengkai: Any, linjing: Any, now: Any) -> None:
    offer = Offer.objects.create(case=case, branch=case.branch, proposed_at=now, expires_at=now)
    asked = ask_approval(
        kind="remedy",
        subject=("offer", offer.pk),
        amount=Money(100, "CNY"),
        by=SYSTEM,
        at=now,
        branch_id=case.branch_id,
    )
    accuse(case, zhengkai, reason="点名", by=linjing.actor, at=now)
    journal.drain_all(at=now)
    asked.refresh_from_db()
    assert asked.recused_ids == [zhengkai.pk]
