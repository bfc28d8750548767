"""A complaint that needs longer: asked for on a telephone, agreed to at the desk, read by the customer. N9"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from makegood import journal
from makegood.cases import operations as cases
from makegood.cases.operations import make_tracking_link
from makegood.commitments.models import Clock, ExtensionRequest
from makegood.commitments.tests.factories import promised
from makegood.kit.actor import SYSTEM
from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEP = {"adds": 10, "role": "service_manager", "tells": True}


def test_an_agent_asks_a_manager_agrees_and_the_customer_reads_the_new_day(
    enter: Any, visit: Any, work: Any, company: Any, wangfang: Any, zhouhang: Any, linjing: Any
) -> None:
    at = timezone.now() - timedelta(hours=3)
    promised(
        "complex", at=at - timedelta(days=1), budget_kind="working_days", budget=15, extensions=[STEP],
        statement_zh_hans="复杂投诉 15 个工作日内答复",
    )  # fmt: skip
    case = cases.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="扣费有误",
        by=SYSTEM, at=at,
    )  # fmt: skip
    journal.drain_all(at=at)

    agent = enter(zhouhang, size=PHONE)
    page = agent.open(f"/desk/cases/{case.pk}")
    page.get_by_role("link", name="申请延期").click()
    agent.check_accessible()
    page.get_by_label("为什么需要延期？").fill("等总部核对三个月的流水")
    page.get_by_label("告知客户的原因").fill("我们还在核对您三个月的付款记录")
    page.get_by_role("button", name="申请延期").click()
    page.get_by_text("等待审批").wait_for()
    work()

    manager = enter(linjing)
    page = manager.open("/desk/approvals")
    assert "+ 10 个工作日" in page.locator("article").inner_text()
    manager.check_accessible()
    page.get_by_role("button", name="同意").click()
    page.wait_for_load_state()
    work()

    before, clock = ExtensionRequest.objects.get(), Clock.objects.get()
    assert (clock.extended, clock.due_at) == (1, before.due_after)
    assert before.due_before is not None
    assert clock.due_at is not None
    assert clock.due_at > before.due_before
    page = agent.open(f"/desk/cases/{case.pk}")
    assert "等总部核对三个月的流水" in page.inner_text("main")
    agent.check_accessible()

    link = f"{settings.PUBLIC_URL}/t/{make_tracking_link(case, by=SYSTEM, at=timezone.now())}"
    customer = visit(size=PHONE)
    page = customer.open(link.removeprefix(settings.PUBLIC_URL))
    assert "我们还在核对您三个月的付款记录" in page.inner_text("main")
    assert "等总部核对三个月的流水" not in page.inner_text("main")
