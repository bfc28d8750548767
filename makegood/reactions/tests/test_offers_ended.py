"""An offer and its case end together or let each other go on. A6, N2"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.kit.actor import SYSTEM
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Offer, RemedyKind
from makegood.recovery.operations import Wanted, lapse_expired, propose, send_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(company: Any, wangfang: Any, zhouhang: Any, now: Any) -> Case:
    install_defaults(at=now)
    open_budgets([company.branch_a], [date(2026, 11, 1)], at=now, yuan_a_month=1_000)
    case = cases.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="晚到",
        price_minor=12_000, by=SYSTEM, at=now,
    )  # fmt: skip
    cases.acknowledge(case, body="抱歉。", by=zhouhang.actor, at=now)
    cases.investigate(case, by=zhouhang.actor, at=now)
    refund = RemedyKind.objects.get(code="refund_partial")
    send_offer(propose(case, [Wanted(refund, 3_000)], by=zhouhang.actor, at=now), by=zhouhang.actor, at=now)
    return Case.objects.get(pk=case.pk)


def test_when_the_offer_lapses_the_case_goes_on_where_it_stood(offered: Case, now: Any) -> None:
    assert offered.status == "offered"
    later = now + timedelta(days=15)
    assert lapse_expired(at=later) == 1
    journal.drain_all(at=later)
    assert Case.objects.get(pk=offered.pk).status == "investigating"


def test_when_the_customer_withdraws_nothing_stays_reserved(offered: Case, now: Any) -> None:
    cases.withdraw(offered, by=SYSTEM, at=now)
    journal.drain_all(at=now)
    assert Offer.objects.get().status == "cancelled"
    assert Case.objects.get(pk=offered.pk).status == "withdrawn"


def test_news_of_an_end_that_comes_after_a_reopening_leaves_the_new_offer_alone(
    offered: Case, zhouhang: Any, now: Any
) -> None:
    cases.withdraw(offered, by=SYSTEM, at=now)
    old, later = Offer.objects.get(), now + timedelta(hours=1)
    cases.reopen(offered, reason="顾客改主意了", by=zhouhang.actor, at=later)
    refund = RemedyKind.objects.get(code="refund_partial")
    again = Case.objects.get(pk=offered.pk)
    new = propose(again, [Wanted(refund, 2_000)], by=zhouhang.actor, at=later + timedelta(minutes=1))
    send_offer(new, by=zhouhang.actor, at=later + timedelta(minutes=2))
    journal.drain_all(at=later + timedelta(hours=1))
    assert {offer.pk: offer.status for offer in Offer.objects.all()} == {old.pk: "cancelled", new.pk: "offered"}
    assert Case.objects.get(pk=offered.pk).status == "offered"
