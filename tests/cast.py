"""The small cast that every test shares: two branches, their people, two customers, one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from makegood.kit.actor import SYSTEM

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # Wednesday, 10:00 in Shanghai
PASSWORD = "a-password-for-tests"


@dataclass
class Company:
    head: Any
    branch_a: Any
    branch_b: Any
    service: Any
    logistics: Any
    finance: Any


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def company(db: Any) -> Company:
    from makegood.people.models import Branch, Department
    from makegood.people.operations import open_branch

    head = open_branch(code="hq", name="总部", kind=Branch.Kind.HEAD_OFFICE, city="上海")
    return Company(
        head=head,
        branch_a=open_branch(code="a", name="静安店", city="上海", parent=head),
        branch_b=open_branch(code="b", name="西湖店", city="杭州", parent=head),
        service=Department.objects.create(code="service", name="客户服务部", kind="customer_service"),
        logistics=Department.objects.create(code="logistics", name="物流部", kind="logistics"),
        finance=Department.objects.create(code="finance", name="财务部", kind="finance"),
    )


def _hire(username: str, name: str, role: str, branch: Any, department: Any = None) -> Any:
    from makegood.people.operations import hire

    return hire(
        username=username, name=name, role=role, branch=branch, department=department, password=PASSWORD,
        by=SYSTEM, at=NOW,
    )  # fmt: skip


@pytest.fixture
def linjing(company: Company) -> Any:
    return _hire("linjing", "林静", "service_manager", company.head, company.service)


@pytest.fixture
def zhouhang(company: Company) -> Any:
    return _hire("zhouhang", "周航", "agent", company.branch_a, company.service)


@pytest.fixture
def chenmo(company: Company) -> Any:
    return _hire("chenmo", "陈默", "agent", company.branch_b, company.service)


@pytest.fixture
def wumin(company: Company) -> Any:
    return _hire("wumin", "吴敏", "finance_approver", company.head, company.finance)


@pytest.fixture
def hezhen(company: Company) -> Any:
    return _hire("hezhen", "何老师", "auditor", company.head)


@pytest.fixture
def suqing(company: Company) -> Any:
    return _hire("suqing", "苏晴", "cx_manager", company.head)


@pytest.fixture
def zhengkai(company: Company) -> Any:
    return _hire("zhengkai", "郑凯", "branch_manager", company.branch_a)


@pytest.fixture
def gaoning(company: Company) -> Any:
    return _hire("gaoning", "高宁", "administrator", company.head)


@pytest.fixture
def wangfang(company: Company) -> Any:
    from makegood.customers.operations import register_customer

    return register_customer(
        name="王芳", contacts=[("phone", "13800138000")], branch=company.branch_a, by=SYSTEM, at=NOW
    )


@pytest.fixture
def qiming(company: Company) -> Any:
    from makegood.customers.operations import register_customer

    return register_customer(
        name="启明科技", contacts=[("email", "service@qiming.example")], kind="business",
        branch=company.branch_b, by=SYSTEM, at=NOW,
    )  # fmt: skip
