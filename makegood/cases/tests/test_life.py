"""A complaint from opening to the question after closing. A1, A10, A11, E6, N5, N10"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from makegood.cases import operations as do
from makegood.cases.models import Case, CaseMove, ClosingCondition, Rating
from makegood.customers.models import Customer
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid, NotAllowed, Refusal, SomebodyWasFaster
from makegood.people.operations import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(company: Any, wangfang: Customer, zhouhang: Any, now: Any) -> Case:
    return do.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang,
        title="退款十天没有到账", urgency="important", by=SYSTEM, at=now,
    )  # fmt: skip


@pytest.fixture
def carrier(company: Any, now: Any) -> Any:
    return hire(
        username="mengqi", name="孟琪", role="agent", branch=company.branch_b, department=company.logistics, by=SYSTEM,
        at=now,
    )  # fmt: skip


def test_a_case_has_a_number_a_customer_can_read_out(case: Case) -> None:
    assert case.number == "C20261118-0001"
    assert (case.level, case.status, case.severity) == (2, "received", "moderate")


def test_the_whole_way_leaves_a_row_for_each_step(case: Case, zhouhang: Any, wangfang: Any, now: Any) -> None:
    me = zhouhang.actor
    do.acknowledge(case, body="给您带来不便，非常抱歉。", by=me, at=now)
    do.investigate(case, by=me, at=now)
    do.decide(case, fault="ours", severity="serious", findings="财务漏审。", by=me, at=now)
    do.record_offer_made(case, by=me, at=now)
    do.record_offer_answer(case, accepted=True, by=wangfang.actor, at=now)
    do.record_performed(case, by=me, at=now)
    do.reply(case, body="退款已到账。", by=me, at=now)
    do.close(case, by=me, at=now + timedelta(hours=1))
    rating = do.rate(case, score=5, comment="很快，谢谢", by=wangfang.actor, at=now + timedelta(hours=2))
    kept = Case.objects.get(pk=case.pk)
    assert (kept.status, kept.closed_at, kept.fault) == ("closed", now + timedelta(hours=1), "ours")
    assert [move.verb for move in CaseMove.objects.filter(case=case).order_by("pk")] == [
        "open_case", "acknowledge", "investigate", "decide", "offer", "offer_accepted", "perform", "reply", "close",
    ]  # fmt: skip
    assert rating.is_low is False
    assert Entry.objects.filter(name__startswith="cases.", subject_id=case.pk).count() == 10


def test_a_case_does_not_close_before_its_remedy_is_delivered(case: Case, zhouhang: Any, now: Any) -> None:
    me = zhouhang.actor
    do.reply(case, body="我们会退款。", by=me, at=now)
    do.record_offer_made(case, by=me, at=now)
    do.record_offer_answer(case, accepted=True, by=SYSTEM, at=now)
    with pytest.raises(do.NotYet):
        do.close(case, by=me, at=now)
    assert Case.objects.get(pk=case.pk).status == "accepted"


def test_a_bad_answer_reopens_the_case_and_the_customer_is_told_anew(case: Case, zhouhang: Any, now: Any) -> None:
    me = zhouhang.actor
    do.reply(case, body="已处理。", by=me, at=now)
    do.decide(case, fault="ours", findings="漏审", by=me, at=now)
    do.close(case, by=me, at=now)
    do.rate(case, score=1, comment="根本没解决！电话13800138000", by=SYSTEM, at=now)
    kept = Case.objects.get(pk=case.pk)
    assert (kept.status, kept.closed_at) == ("investigating", None)
    rating = Rating.objects.get(case=case)
    assert "13800138000" not in rating.comment_masked
    assert rating.comment == "根本没解决！电话13800138000"
    told = ClosingCondition.objects.get(case=case, code="customer_told")
    assert told.satisfied_at is None


def test_a_closing_is_rated_once(case: Case, zhouhang: Any, now: Any) -> None:
    do.reply(case, body="好了", by=zhouhang.actor, at=now)
    do.decide(case, fault="ours", findings="漏审", by=zhouhang.actor, at=now)
    do.close(case, by=zhouhang.actor, at=now)
    do.rate(case, score=4, by=SYSTEM, at=now)
    with pytest.raises(Refusal):
        do.rate(case, score=1, by=SYSTEM, at=now)
    assert Case.objects.get(pk=case.pk).status == "closed"


def test_the_second_of_two_people_is_told_that_the_first_was_faster(case: Case, zhouhang: Any, now: Any) -> None:
    stale = Case.objects.get(pk=case.pk)
    do.acknowledge(case, body="收到，抱歉。", by=zhouhang.actor, at=now)
    with pytest.raises(SomebodyWasFaster):
        do.acknowledge(stale, body="收到，抱歉。", by=zhouhang.actor, at=now)
    assert case.thread.messages.count() == 1


def test_what_a_customer_writes_is_kept_even_from_an_old_page(
    case: Case, zhouhang: Any, wangfang: Any, now: Any
) -> None:
    stale = Case.objects.get(pk=case.pk)
    do.acknowledge(case, body="收到，抱歉。", by=zhouhang.actor, at=now)
    do.customer_wrote(stale, body="补充一张照片", by=wangfang.actor, at=now)
    assert [m.kind for m in case.thread.messages.order_by("pk")] == ["acknowledgement", "customer_message"]


def test_a_hand_off_keeps_its_owner_until_it_is_accepted(
    case: Case, company: Any, zhouhang: Any, carrier: Any, now: Any
) -> None:
    asked = do.hand_off(case, to=company.logistics, reason="查物流签收", by=zhouhang.actor, at=now)
    assert Case.objects.get(pk=case.pk).owner == zhouhang
    do.accept_hand_off(asked, staff=carrier, at=now)
    kept = Case.objects.get(pk=case.pk)
    assert (kept.owner, kept.department) == (carrier, company.logistics)


def test_a_declined_hand_off_needs_a_reason_and_changes_no_owner(
    case: Case, company: Any, zhouhang: Any, carrier: Any, now: Any
) -> None:
    asked = do.hand_off(case, to=company.logistics, reason="查物流签收", by=zhouhang.actor, at=now)
    with pytest.raises(Invalid):
        do.decline_hand_off(asked, staff=carrier, reason=" ", at=now)
    do.decline_hand_off(asked, staff=carrier, reason="不是我们的承运商", at=now)
    assert Case.objects.get(pk=case.pk).owner == zhouhang


def test_the_person_complained_about_cannot_be_given_the_case(case: Case, zhouhang: Any, now: Any) -> None:
    Case.objects.filter(pk=case.pk).update(accused=zhouhang)
    case.refresh_from_db()
    with pytest.raises(NotAllowed):
        do.assign(case, zhouhang, by=SYSTEM, at=now)


def test_a_link_opens_its_case_until_it_expires_or_is_revoked(case: Case, now: Any) -> None:
    token = do.make_tracking_link(case, by=SYSTEM, at=now)
    assert do.make_tracking_link(case, by=SYSTEM, at=now) == token
    assert do.resolve_link(token, at=now).pk == case.pk
    with pytest.raises(do.LinkEnded):
        do.resolve_link(token, at=now + timedelta(days=181))
    with pytest.raises(do.LinkUnknown):
        do.resolve_link(token[:-1] + ("A" if token[-1] != "A" else "B"), at=now)
    do.revoke_links(case, at=now)
    with pytest.raises(do.LinkEnded):
        do.resolve_link(token, at=now)


def test_the_same_form_sent_twice_writes_one_message(case: Case, now: Any) -> None:
    for _ in range(2):
        do.customer_wrote(case, body="还有一件事", by=Actor.customer(case.customer_id or 0), at=now, key="form:1")
    assert case.thread.messages.count() == 1
    assert CaseMove.objects.filter(case=case, verb="customer_wrote").count() == 1


def test_a_second_click_on_send_is_no_second_reply_and_no_refusal(case: Case, zhouhang: Any, now: Any) -> None:
    stale = Case.objects.get(pk=case.pk)
    first = do.acknowledge(case, body="抱歉。", by=zhouhang.actor, at=now, key="desk:1")
    assert do.acknowledge(stale, body="抱歉。", by=zhouhang.actor, at=now, key="desk:1") == first
    assert Entry.objects.filter(name="cases.CaseAcknowledged").count() == 1


def test_a_reply_is_mailed_with_the_way_to_the_customers_page(
    company: Any, qiming: Customer, chenmo: Any, now: Any
) -> None:
    case = do.open_case(customer=qiming, branch=company.branch_b, owner=chenmo, title="发票开错", by=SYSTEM, at=now)
    do.reply(case, body="已重开发票。", by=chenmo.actor, at=now)
    assert (do.deliver_mail(at=now), do.deliver_mail(at=now)) == (1, 0)
    [sent] = mail.outbox
    assert sent.to == ["service@qiming.example"]
    assert f"/t/{do.make_tracking_link(case, by=SYSTEM, at=now)}" in sent.body
