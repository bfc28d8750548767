from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.cases.operations import open_case
from makegood.kit.actor import SYSTEM
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import RemedyKind


@pytest.fixture
def house(company: Any, now: Any) -> Any:
    """The default catalogue and policy; 静安店 has 1,000 yuan, 5,000 points and 2 gift sets, 西湖店 nothing."""
    install_defaults(at=now)
    open_budgets([company.branch_a], [date(2026, 11, 1)], at=now, yuan_a_month=1_000, points=5_000, pieces=2)
    return company


@pytest.fixture
def case(house: Any, wangfang: Any, zhouhang: Any, now: Any) -> Case:
    return open_case(
        customer=wangfang, branch=house.branch_a, department=house.service, owner=zhouhang,
        title="外卖晚到一小时", price_minor=12_000, by=SYSTEM, at=now,
    )  # fmt: skip


@pytest.fixture
def kind(house: Any) -> Any:
    return {found.code: found for found in RemedyKind.objects.select_related("stock_item")}
