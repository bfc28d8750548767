"""More time for the promise of a case: asked, agreed to by another pair of eyes, told to the customer. N9, A8"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.approvals.models import ApprovalRequest
from makegood.approvals.operations import agree, refuse
from makegood.approvals.queries import waiting_for
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.models import Clock, ExtensionRequest
from makegood.commitments.operations import ask_extension
from makegood.commitments.tests.factories import promised
from makegood.conversations.models import Message
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import NotAllowed
from makegood.notices.models import Notice

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WHY = {"reason": "等总部核对流水", "told": "我们还在核对付款记录"}
STEP = {"adds": 10, "role": "service_manager", "tells": True}


@pytest.fixture
def case(company: Any, wangfang: Any, zhouhang: Any, now: Any) -> Case:
    promised(
        "complex", at=now - DAY, budget_kind="working_days", budget=15, extensions=[STEP],
        statement_zh_hans="复杂投诉 15 个工作日内答复",
    )  # fmt: skip
    found = cases.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="扣费有误",
        by=SYSTEM, at=now,
    )  # fmt: skip
    journal.drain_all(at=now)
    return found


def asked(by: Any, at: Any) -> ApprovalRequest:
    ask_extension(Clock.objects.get(), by=by, at=at, **WHY)
    journal.drain_all(at=at)
    return ApprovalRequest.objects.get()


def test_the_service_manager_agrees_and_the_customer_reads_the_new_day_and_why(
    case: Case, zhouhang: Any, zhengkai: Any, linjing: Any, now: Any
) -> None:
    request = asked(zhouhang, now + DAY)
    assert (request.kind, request.needed_role, request.reason) == ("extension", "service_manager", WHY["reason"])
    assert (list(waiting_for(linjing)), list(waiting_for(zhengkai))) == ([request], [])
    assert Notice.objects.filter(staff=linjing, kind="approval.asked").count() == 1
    with pytest.raises(NotAllowed):
        agree(request, by=zhengkai, at=now + DAY)
    agree(request, by=linjing, at=now + 2 * DAY)
    journal.drain_all(at=now + 2 * DAY)
    clock = Clock.objects.get()
    assert clock.extended == 1
    said = Message.objects.get(external_key=f"extension:{ExtensionRequest.objects.get().pk}")
    assert (said.kind, said.body) == (
        "notice",
        "关于“复杂投诉 15 个工作日内答复”，我们还需要一些时间，最晚于2026年12月23日兑现。原因：我们还在核对付款记录",
    )
    assert Notice.objects.filter(staff=zhouhang, kind="approval.agreed").count() == 1
    journal.drain_all(at=now + 3 * DAY)
    assert Message.objects.filter(kind="notice").count() == 1


def test_a_refusal_changes_nothing_and_the_asker_hears_of_it(case: Case, zhouhang: Any, linjing: Any, now: Any) -> None:
    before = Clock.objects.get().due_at
    refuse(asked(zhouhang, now), by=linjing, at=now, answer="请先联系客户")
    journal.drain_all(at=now)
    assert Clock.objects.get().due_at == before
    assert ExtensionRequest.objects.get().state == "refused"
    assert Notice.objects.filter(staff=zhouhang, kind="approval.refused").count() == 1
    assert not Message.objects.filter(kind="notice").exists()


def test_nobody_agrees_to_their_own_request_and_the_one_complained_about_to_none(
    case: Case, linjing: Any, suqing: Any, now: Any
) -> None:
    request = asked(linjing, now)
    assert (list(waiting_for(linjing)), list(waiting_for(suqing))) == ([], [request])
    cases.accuse(case, suqing, reason="当事人", by=SYSTEM, at=now)
    journal.drain_all(at=now)
    assert list(waiting_for(suqing)) == []


def test_a_promise_that_is_kept_while_the_answer_is_waited_for_tells_the_customer_nothing(
    case: Case, zhouhang: Any, linjing: Any, now: Any
) -> None:
    request = asked(zhouhang, now)
    cases.reply(case, body="已经查清，款项今天退回。", by=zhouhang.actor, at=now + DAY, key="1")
    journal.drain_all(at=now + DAY)
    agree(request, by=linjing, at=now + 2 * DAY)
    journal.drain_all(at=now + 2 * DAY)
    assert Clock.objects.get().state == "kept"
    assert not Message.objects.filter(kind="notice").exists()
