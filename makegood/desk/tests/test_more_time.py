"""Asking for more time from the page of a case. N9"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood import journal
from makegood.approvals.models import ApprovalRequest
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.models import Clock, ExtensionRequest
from makegood.commitments.tests.factories import promised
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db

STEP = {"adds": 10, "role": "service_manager", "tells": True}
WHY = {"reason": "等总部核对流水", "told": "我们还在核对付款记录"}


@pytest.fixture
def case(company: Any, wangfang: Any, zhouhang: Any) -> Case:
    at = timezone.now() - timedelta(hours=2)
    promised("complex", at=at - timedelta(days=1), budget_kind="working_days", budget=15, extensions=[STEP])
    found = cases.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="扣费有误",
        by=SYSTEM, at=at,
    )  # fmt: skip
    journal.drain_all(at=at)
    return found


def at_desk(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def test_the_owner_asks_the_manager_agrees_and_the_page_says_until_when_and_why(
    client: Client, case: Case, zhouhang: Any, linjing: Any
) -> None:
    page, clock = f"/desk/cases/{case.pk}", Clock.objects.get()
    at_desk(client, zhouhang)
    assert f"{page}/more-time/{clock.pk}" in client.get(page).content.decode()
    form = client.get(f"{page}/more-time/{clock.pk}").content.decode()
    assert "10 个工作日" in form
    assert "服务经理" in form
    assert client.post(f"{page}/more-time/{clock.pk}", WHY | {"told": ""}).status_code == 422
    assert client.post(f"{page}/more-time/{clock.pk}", WHY).status_code == 302
    journal.drain_all(at=timezone.now())
    assert f"{page}/more-time/{clock.pk}" not in client.get(page).content.decode()
    at_desk(client, linjing)
    queue = client.get("/desk/approvals").content.decode()
    assert "+ 10 个工作日" in queue
    assert WHY["told"] in queue
    client.post(f"/desk/approvals/{ApprovalRequest.objects.get().pk}/agree")
    journal.drain_all(at=timezone.now())
    due = timezone.localtime(ExtensionRequest.objects.get().due_after).strftime("%Y-%m-%d %H:%M")
    shown = at_desk(client, zhouhang).get(page).content.decode()
    assert "已延期 1 次" in shown
    assert f"延期至 {due}" in shown
    assert WHY["reason"] in shown


def test_once_it_is_due_the_page_says_why_nothing_can_be_asked(client: Client, case: Case, zhouhang: Any) -> None:
    clock = Clock.objects.get()
    Clock.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    answer = at_desk(client, zhouhang).post(f"/desk/cases/{case.pk}/more-time/{clock.pk}", WHY, follow=True)
    assert "到期" in answer.content.decode()
    assert not ExtensionRequest.objects.exists()


def test_who_may_not_handle_the_case_asks_for_nothing(client: Client, case: Case, hezhen: Any, chenmo: Any) -> None:
    path = f"/desk/cases/{case.pk}/more-time/{Clock.objects.get().pk}"
    assert at_desk(client, hezhen).post(path, WHY).status_code == 403
    assert at_desk(client, chenmo).post(path, WHY).status_code == 404
    assert not ExtensionRequest.objects.exists()
