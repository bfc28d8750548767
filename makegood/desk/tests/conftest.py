from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood.cases.models import Case
from makegood.cases.operations import open_case
from makegood.kit.actor import SYSTEM
from makegood.recovery.demo import install_defaults, open_budgets


@pytest.fixture
def house(company: Any) -> Any:
    """The default catalogue, policy and this month's budget of 静安店."""
    at = timezone.now() - timedelta(days=3)
    install_defaults(at=at)
    month = timezone.localdate().replace(day=1)
    open_budgets([company.branch_a], [date(month.year, month.month, 1)], at=at, yuan_a_month=1_000)
    return company


@pytest.fixture
def case(house: Any, wangfang: Any, zhouhang: Any) -> Case:
    return open_case(
        customer=wangfang, branch=house.branch_a, department=house.service, owner=zhouhang, title="快递一直没到",
        price_minor=12_000, by=SYSTEM, at=timezone.now() - timedelta(hours=3),
    )  # fmt: skip


@pytest.fixture
def many(house: Any, wangfang: Any, zhouhang: Any) -> Any:
    """``many(n)`` opens that many more cases at 静安店."""

    def opened(n: int) -> list[Case]:
        at = timezone.now() - timedelta(hours=1)
        return [
            open_case(
                customer=wangfang, branch=house.branch_a, owner=zhouhang, title=f"投诉 {i}", by=SYSTEM, at=at
            )
            for i in range(n)
        ]  # fmt: skip

    return opened


def signed_in(staff: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    return client


@pytest.fixture
def as_zhouhang(zhouhang: Any) -> Client:
    return signed_in(zhouhang)


@pytest.fixture
def as_chenmo(chenmo: Any) -> Client:
    return signed_in(chenmo)


@pytest.fixture
def as_linjing(linjing: Any) -> Client:
    return signed_in(linjing)


@pytest.fixture
def as_wumin(wumin: Any) -> Client:
    return signed_in(wumin)


@pytest.fixture
def as_hezhen(hezhen: Any) -> Client:
    return signed_in(hezhen)
