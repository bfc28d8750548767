"""Who sees and handles a case. DESIGN §4: own branch and below; never the person complained about."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.cases import operations as do
from makegood.cases.models import Case, HandOff
from makegood.cases.permissions import may_answer_hand_off, may_handle, visible_to
from makegood.cases.queries import open_hand_off, waiting_for
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import NotAllowed, Refusal, SomebodyWasFaster
from makegood.people.operations import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(company: Any, wangfang: Any, zhouhang: Any, now: Any) -> Case:
    return do.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="退款没到账",
        by=SYSTEM, at=now,
    )  # fmt: skip


@pytest.fixture
def carrier(company: Any, now: Any) -> Any:
    return hire(
        username="mengqi", name="孟琪", role="agent", branch=company.branch_b, department=company.logistics, by=SYSTEM,
        at=now,
    )  # fmt: skip


def test_an_agent_of_another_branch_sees_nothing(case: Case, chenmo: Any) -> None:
    assert not visible_to(chenmo).exists()
    assert not waiting_for(chenmo).exists()


def test_those_who_look_after_every_branch_see_it(
    case: Case, linjing: Any, suqing: Any, wumin: Any, hezhen: Any, gaoning: Any, zhengkai: Any
) -> None:
    for person in (linjing, suqing, wumin, hezhen, gaoning, zhengkai):
        assert list(visible_to(person)) == [case], person


def test_looking_is_not_handling(
    case: Case, hezhen: Any, wumin: Any, gaoning: Any, zhouhang: Any, linjing: Any
) -> None:
    assert not any(may_handle(person, case) for person in (hezhen, wumin, gaoning))
    assert all(may_handle(person, case) for person in (zhouhang, linjing))


def test_an_auditor_cannot_be_made_responsible(case: Case, hezhen: Any, now: Any) -> None:
    with pytest.raises(NotAllowed, match="何老师"):
        do.assign(case, hezhen, by=SYSTEM, at=now)


@pytest.fixture
def complaint(company: Any, wangfang: Any, zhengkai: Any, linjing: Any, now: Any) -> Case:
    return do.open_case(
        customer=wangfang, branch=company.branch_a, owner=linjing, accused=zhengkai, title="店长态度恶劣", by=SYSTEM,
        at=now,
    )  # fmt: skip


def test_the_person_complained_about_never_sees_the_case_even_as_its_manager(
    complaint: Case, company: Any, zhengkai: Any, linjing: Any, now: Any
) -> None:
    assert not visible_to(zhengkai).exists()
    do.hand_off(complaint, to=company.service, reason="请客服跟进", by=linjing.actor, at=now)
    zhengkai.department = company.service
    assert not visible_to(zhengkai).exists()
    assert not waiting_for(zhengkai).exists()


def test_the_person_complained_about_can_do_nothing_to_it(complaint: Case, zhengkai: Any, now: Any) -> None:
    me = zhengkai.actor
    for attempt in (
        lambda: do.acknowledge(complaint, body="您好，抱歉。", by=me, at=now),
        lambda: do.reply(complaint, body="不是我的错", by=me, at=now),
        lambda: do.withdraw(complaint, reason="顾客不告了", by=me, at=now),
        lambda: do.escalate(complaint, reason="x", by=me, at=now),
        lambda: do.assign(complaint, zhengkai, by=me, at=now),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert complaint.thread.messages.count() == 0
    assert Case.objects.get(pk=complaint.pk).status == "received"


def test_the_department_asked_sees_the_case_while_it_is_asked_and_after_it_accepts(
    case: Case, company: Any, zhouhang: Any, carrier: Any, chenmo: Any, now: Any
) -> None:
    asked = do.hand_off(case, to=company.logistics, reason="查签收", by=zhouhang.actor, at=now)
    assert list(visible_to(carrier)) == [case]
    assert list(waiting_for(carrier)) == [asked]
    assert not visible_to(chenmo).exists()
    do.accept_hand_off(asked, staff=carrier, at=now)
    assert list(visible_to(carrier)) == [case]
    assert open_hand_off(case) is None


def test_a_declined_case_is_out_of_sight_again(case: Case, company: Any, zhouhang: Any, carrier: Any, now: Any) -> None:
    asked = do.hand_off(case, to=company.logistics, reason="查签收", by=zhouhang.actor, at=now)
    do.decline_hand_off(asked, staff=carrier, reason="不归我们", at=now)
    assert not visible_to(carrier).exists()


def test_only_the_department_asked_answers(
    case: Case, company: Any, zhouhang: Any, chenmo: Any, hezhen: Any, linjing: Any, now: Any
) -> None:
    asked = do.hand_off(case, to=company.logistics, reason="查签收", by=zhouhang.actor, at=now)
    for person in (chenmo, hezhen, zhouhang):
        with pytest.raises(NotAllowed):
            do.accept_hand_off(asked, staff=person, at=now)
    assert may_answer_hand_off(linjing, asked)


def test_a_named_branch_narrows_the_department(case: Case, company: Any, zhouhang: Any, carrier: Any, now: Any) -> None:
    do.hand_off(case, to=company.logistics, to_branch=company.branch_a, reason="查签收", by=zhouhang.actor, at=now)
    assert not visible_to(carrier).exists()


def test_a_hand_off_can_be_taken_back_until_it_is_answered(
    case: Case, company: Any, zhouhang: Any, carrier: Any, now: Any
) -> None:
    asked = do.hand_off(case, to=company.logistics, reason="查签收", by=zhouhang.actor, at=now)
    do.take_back_hand_off(asked, by=zhouhang.actor, at=now)
    assert HandOff.objects.get().state == "withdrawn"
    assert Entry.objects.filter(name="cases.HandOffTakenBack").count() == 1
    with pytest.raises(SomebodyWasFaster):
        do.accept_hand_off(asked, staff=carrier, at=now)


def test_a_case_waits_for_one_department_at_a_time(case: Case, company: Any, zhouhang: Any, now: Any) -> None:
    do.hand_off(case, to=company.logistics, reason="查签收", by=zhouhang.actor, at=now)
    with pytest.raises(Refusal, match="请先收回"):
        do.hand_off(case, to=company.finance, reason="查退款", by=zhouhang.actor, at=now)
    do.withdraw(case, by=SYSTEM, at=now)
    assert HandOff.objects.get().state == "withdrawn"
