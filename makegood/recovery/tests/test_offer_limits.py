"""What bounds an offer: budget, stock, limits, four eyes, and amounts that make sense. A6, A7"""

from __future__ import annotations

from typing import Any

import pytest

from makegood.approvals.models import ApprovalRequest
from makegood.approvals.operations import agree, refuse
from makegood.cases.models import Case
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, NotAllowed, Refusal
from makegood.ledger.models import BudgetExhausted, NoBudget
from makegood.ledger.queries import points_of
from makegood.recovery import operations as do
from makegood.recovery.models import Offer
from makegood.recovery.operations import Wanted
from makegood.recovery.permissions import may_hand_over
from makegood.recovery.tests.balances import stands

pytestmark = pytest.mark.django_db


def status_of(thing: Any) -> str:
    thing.refresh_from_db()
    return str(thing.status)


def test_nothing_is_promised_that_no_budget_covers(case: Case, kind: Any, linjing: Any, house: Any, now: Any) -> None:
    with pytest.raises(BudgetExhausted):
        do.propose(case, [Wanted(kind["refund_partial"], 100_001)], by=linjing.actor, at=now)
    assert Offer.objects.count() == 0
    do.propose(case, [Wanted(kind["refund_partial"], 100_000)], by=linjing.actor, at=now)
    assert stands(house) == (0, 100_000, 0)


def test_a_branch_without_budget_promises_nothing(house: Any, kind: Any, qiming: Any, chenmo: Any, now: Any) -> None:
    from makegood.cases.operations import open_case

    other = open_case(customer=qiming, branch=house.branch_b, title="设备故障", by=SYSTEM, at=now)
    with pytest.raises(NoBudget):
        do.propose(other, [Wanted(kind["refund_partial"], 100)], by=chenmo.actor, at=now)
    assert do.propose(other, [Wanted(kind["apology_letter"])], by=chenmo.actor, at=now).worth == 0


def test_stock_that_is_gone_is_not_promised(case: Case, kind: Any, linjing: Any, house: Any, now: Any) -> None:
    for _ in range(2):
        do.propose(case, [Wanted(kind["replacement"])], by=linjing.actor, at=now)
    assert stands(house, "stock:gift-set") == (0, 2, 0)
    with pytest.raises(BudgetExhausted):
        do.propose(case, [Wanted(kind["replacement"])], by=linjing.actor, at=now)


def test_goods_leave_the_stock_when_they_are_handed_over(
    case: Case, kind: Any, linjing: Any, wangfang: Any, zhouhang: Any, house: Any, now: Any
) -> None:
    offer = do.send_offer(do.propose(case, [Wanted(kind["replacement"])], by=linjing.actor, at=now), by=SYSTEM, at=now)
    do.accept(offer, None, by=wangfang.actor, at=now)
    (parcel,) = do.start_fulfilment(offer, by=SYSTEM, at=now)
    assert may_hand_over(zhouhang, parcel)
    do.confirm_payout(parcel, reference="SF123", by=zhouhang.actor, at=now)
    assert stands(house, "stock:gift-set") == (1, 0, 1)
    assert status_of(offer) == "fulfilled"


def test_points_reach_the_customers_own_account(
    case: Case, kind: Any, zhouhang: Any, wangfang: Any, house: Any, now: Any
) -> None:
    offer = do.propose(case, [Wanted(kind["points"], 1_200)], by=zhouhang.actor, at=now)
    do.send_offer(offer, by=zhouhang.actor, at=now)
    do.accept(offer, None, by=wangfang.actor, at=now)
    do.start_fulfilment(offer, by=SYSTEM, at=now)
    assert stands(house, "POINTS") == (3_800, 0, 1_200)
    assert points_of(wangfang.pk) == 1_200
    do.reverse_offer(offer, by=SYSTEM, at=now, reason="重复发放")
    assert points_of(wangfang.pk) == 0
    assert stands(house, "POINTS") == (5_000, 0, 0)


def test_above_the_limit_somebody_else_must_agree(
    case: Case, kind: Any, zhouhang: Any, linjing: Any, house: Any, now: Any
) -> None:  # A8
    offer = do.propose(case, [Wanted(kind["refund_partial"], 35_000)], by=zhouhang.actor, at=now)
    assert offer.status == "waiting_for_approval"
    assert stands(house) == (65_000, 35_000, 0)
    with pytest.raises(Refusal):
        do.send_offer(offer, by=zhouhang.actor, at=now)
    request = ApprovalRequest.objects.get(pk=offer.approval_id)
    assert (request.amount_minor, request.subject_id, request.state) == (35_000, offer.pk, "asked")
    with pytest.raises(NotAllowed):
        agree(request, by=zhouhang, at=now)
    agree(request, by=linjing, at=now)
    do.approval_agreed(offer, at=now, by=linjing.actor)
    do.approval_agreed(offer, at=now, by=linjing.actor)
    assert (status_of(offer), status_of(case)) == ("offered", "offered")


def test_a_refused_offer_frees_the_money(
    case: Case, kind: Any, zhouhang: Any, linjing: Any, house: Any, now: Any
) -> None:
    offer = do.propose(case, [Wanted(kind["refund_partial"], 35_000)], by=zhouhang.actor, at=now)
    refuse(ApprovalRequest.objects.get(pk=offer.approval_id), by=linjing, at=now, answer="过高")
    do.approval_refused(offer, at=now, by=linjing.actor, reason="过高")
    assert do.approval_refused(offer, at=now, by=linjing.actor).status == "cancelled"
    assert stands(house) == (100_000, 0, 0)


def test_splitting_below_the_limit_helps_nobody(case: Case, kind: Any, zhouhang: Any, now: Any) -> None:
    first = do.propose(case, [Wanted(kind["refund_partial"], 4_000)], by=zhouhang.actor, at=now)
    second = do.propose(case, [Wanted(kind["refund_partial"], 32_000)], by=zhouhang.actor, at=now)
    assert (first.status, second.status) == ("proposed", "waiting_for_approval")
    assert ApprovalRequest.objects.get().amount_minor == 36_000
    do.cancel(second, by=zhouhang.actor, at=now)
    assert ApprovalRequest.objects.get().state == "withdrawn"


def test_an_auditor_and_the_person_complained_about_propose_nothing(
    case: Case, kind: Any, hezhen: Any, zhouhang: Any, now: Any
) -> None:
    with pytest.raises(NotAllowed):
        do.propose(case, [Wanted(kind["apology_letter"])], by=hezhen.actor, at=now)
    Case.objects.filter(pk=case.pk).update(accused=zhouhang)
    with pytest.raises(NotAllowed):
        do.propose(case, [Wanted(kind["apology_letter"])], by=zhouhang.actor, at=now)


@pytest.mark.parametrize(("code", "amount"), [("coupon", 0), ("coupon", -1), ("coupon", 10**12), ("replacement", 5)])
def test_amounts_that_make_no_sense_are_refused(
    case: Case, kind: Any, zhouhang: Any, now: Any, code: str, amount: int
) -> None:
    with pytest.raises(Invalid):
        do.propose(case, [Wanted(kind[code], amount)], by=zhouhang.actor, at=now)
    with pytest.raises(Invalid):
        do.propose(case, [], by=zhouhang.actor, at=now)


def test_a_closed_case_is_offered_nothing(case: Case, kind: Any, zhouhang: Any, now: Any) -> None:
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_at=now)
    with pytest.raises(Refusal, match=r"closed|结案"):
        do.propose(case, [Wanted(kind["apology_letter"])], by=zhouhang.actor, at=now)
