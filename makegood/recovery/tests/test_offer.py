"""From proposal to the customer's hand, and every way out. A6, A8, A10, N2"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.cases.models import Case, ClosingCondition
from makegood.cases.operations import close
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, Refusal
from makegood.ledger.queries import prove_balances
from makegood.recovery import operations as do
from makegood.recovery.models import Coupon, Fulfilment, Offer, OfferMove
from makegood.recovery.models.refusals import CouponNotUsable, OfferExpired, OfferNotOpen
from makegood.recovery.operations import Wanted
from makegood.recovery.permissions import may_pay, may_propose, visible_to
from makegood.recovery.queries import offer_cards, offers_of_cases, portal_offers, waiting_payouts
from makegood.recovery.tests.balances import stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(case: Case, kind: Any, zhouhang: Any, now: Any) -> Offer:
    """A refund of 30 yuan or a coupon of 50, with a letter; within what 周航 may promise alone."""
    wanted = [
        Wanted(kind["refund_partial"], 3_000), Wanted(kind["coupon"], 5_000),
        Wanted(kind["apology_letter"], is_included=True),
    ]  # fmt: skip
    return do.propose(case, wanted, by=zhouhang.actor, at=now, note="晚到一小时")


@pytest.fixture
def sent(offer: Offer, zhouhang: Any, now: Any) -> Offer:
    return do.send_offer(offer, by=zhouhang.actor, at=now)


def option(offer: Offer, code: str) -> Any:
    return offer.options.get(remedy__code=code)


def status_of(thing: Any) -> str:
    return str(type(thing).objects.values_list("status", flat=True).get(pk=thing.pk))


def test_a_proposal_reserves_the_dearest_choice(offer: Offer, house: Any) -> None:
    assert (offer.status, offer.worth, offer.cost) == ("proposed", 4_000, 3_000)
    assert stands(house) == (97_000, 3_000, 0)
    assert list(offer.moves.values_list("old", "new", "reason")) == [("", "proposed", "晚到一小时")]


def test_the_customer_chooses_and_finance_pays(sent: Offer, house: Any, wangfang: Any, wumin: Any, now: Any) -> None:
    accepted = do.accept(sent, option(sent, "refund_partial"), by=wangfang.actor, at=now + timedelta(hours=2))
    begun = do.start_fulfilment(accepted, by=SYSTEM, at=now + timedelta(hours=2))
    assert sorted(f.state for f in begun) == ["done", "waiting"]
    assert stands(house) == (97_000, 3_000, 0)
    payout = waiting_payouts(None).get()
    do.confirm_payout(payout, reference="TX-1", by=wumin.actor, at=now + timedelta(days=1))
    assert stands(house) == (97_000, 0, 3_000)
    kept = Offer.objects.get(pk=sent.pk)
    assert (kept.status, kept.fulfilled_at) == ("fulfilled", now + timedelta(days=1))
    assert status_of(sent.case) == "performed"
    assert ClosingCondition.objects.get(case=sent.case, code="remedy_performed").satisfied_at == now + timedelta(days=1)
    assert list(OfferMove.objects.filter(offer=sent).values_list("new", flat=True)) == [
        "proposed", "offered", "accepted", "fulfilling", "fulfilled",
    ]  # fmt: skip
    assert Entry.objects.filter(name="recovery.RemedyFulfilled").count() == 1
    assert prove_balances().problems == []


def test_a_double_click_on_pay_pays_once(sent: Offer, house: Any, wangfang: Any, wumin: Any, now: Any) -> None:
    do.accept(sent, option(sent, "refund_partial"), by=wangfang.actor, at=now)
    do.start_fulfilment(sent, by=SYSTEM, at=now)
    payout = waiting_payouts(None).get()
    stale = Fulfilment.objects.get(pk=payout.pk)
    first = do.confirm_payout(payout, reference="TX-1", by=wumin.actor, at=now)
    again = do.confirm_payout(stale, reference="TX-1", by=wumin.actor, at=now)
    assert first.pk == again.pk
    with pytest.raises(Refusal, match=r"another reference|另一个"):
        do.confirm_payout(stale, reference="TX-2", by=wumin.actor, at=now)
    with pytest.raises(Invalid):
        do.confirm_payout(stale, reference=" ", by=wumin.actor, at=now)
    assert stands(house) == (97_000, 0, 3_000)
    assert len(do.start_fulfilment(sent, by=SYSTEM, at=now)) == 2
    assert Fulfilment.objects.count() == 2


def test_a_coupon_is_in_hand_at_once_and_works_once(sent: Offer, house: Any, wangfang: Any, now: Any) -> None:
    do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=now)
    assert stands(house) == (97_750, 2_250, 0)  # the refund was dearer; what it held beyond the coupon is free
    do.start_fulfilment(sent, by=SYSTEM, at=now)
    assert stands(house) == (97_750, 0, 2_250)
    coupon = Coupon.objects.get()
    assert (coupon.amount, coupon.customer_id, coupon.expires_at) == (5_000, wangfang.pk, now + timedelta(days=180))
    typed = coupon.code.replace("-", " ").lower()
    used = do.redeem_coupon(typed, used_for="ORDER-9", by=SYSTEM, at=now)
    assert do.redeem_coupon(typed, used_for="ORDER-9", by=SYSTEM, at=now) == used
    for code, bill in ((typed, "ORDER-10"), ("2222-2222-2222-2222", "ORDER-11"), ("", "x")):
        with pytest.raises(CouponNotUsable):
            do.redeem_coupon(code, used_for=bill, by=SYSTEM, at=now)
    assert status_of(sent) == "fulfilled"


def test_an_expired_coupon_is_refused(sent: Offer, wangfang: Any, now: Any) -> None:
    do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=now)
    do.start_fulfilment(sent, by=SYSTEM, at=now)
    with pytest.raises(CouponNotUsable):
        do.redeem_coupon(Coupon.objects.get().code, used_for="x", by=SYSTEM, at=now + timedelta(days=180))


def test_two_tabs_at_once_give_one_answer(sent: Offer, house: Any, wangfang: Any, now: Any) -> None:
    stale = Offer.objects.get(pk=sent.pk)
    do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=now)
    assert do.accept(stale, option(sent, "coupon"), by=wangfang.actor, at=now).status == "accepted"
    with pytest.raises(OfferNotOpen):
        do.accept(stale, option(sent, "refund_partial"), by=wangfang.actor, at=now)
    with pytest.raises(OfferNotOpen):
        do.decline(stale, by=wangfang.actor, at=now)
    assert Entry.objects.filter(name="recovery.OfferAccepted").count() == 1


def test_a_choice_must_be_made_and_must_be_of_this_offer(sent: Offer, wangfang: Any, now: Any) -> None:
    for wrong in (None, option(sent, "apology_letter")):
        with pytest.raises(Invalid):
            do.accept(sent, wrong, by=wangfang.actor, at=now)


def test_declining_frees_the_money(sent: Offer, house: Any, wangfang: Any, now: Any) -> None:
    do.decline(sent, by=wangfang.actor, at=now, reason="不需要")
    do.decline(sent, by=wangfang.actor, at=now)
    assert (status_of(sent), status_of(sent.case)) == ("declined", "rejected")
    assert stands(house) == (100_000, 0, 0)
    with pytest.raises(OfferNotOpen):
        do.start_fulfilment(sent, by=SYSTEM, at=now)


def test_an_offer_lapses_after_its_days_and_frees_the_money(sent: Offer, house: Any, wangfang: Any, now: Any) -> None:
    late = now + timedelta(days=14)
    assert do.lapse_expired(at=late - timedelta(seconds=1)) == 0
    with pytest.raises(OfferExpired):
        do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=late)
    assert do.lapse_expired(at=late + timedelta(hours=5)) == 1
    assert do.lapse_expired(at=late + timedelta(hours=5)) == 0
    assert stands(house) == (100_000, 0, 0)
    entry = Entry.objects.get(name="recovery.OfferLapsed")
    assert (entry.at, entry.subject_id) == (late, sent.pk)  # dated when it was over, however late the sweep came
    with pytest.raises(OfferExpired):
        do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=late + timedelta(days=1))


def test_an_accepted_offer_cannot_be_withdrawn(sent: Offer, wangfang: Any, zhouhang: Any, now: Any) -> None:
    do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=now)
    with pytest.raises(OfferNotOpen):
        do.cancel(sent, by=zhouhang.actor, at=now)


def test_the_case_waits_until_all_that_was_accepted_has_arrived(
    case: Case, kind: Any, zhouhang: Any, wangfang: Any, wumin: Any, now: Any
) -> None:
    for code in ("refund_partial", "coupon"):
        one = do.propose(case, [Wanted(kind[code], 2_000)], by=zhouhang.actor, at=now)
        do.send_offer(one, by=zhouhang.actor, at=now)
        do.accept(one, None, by=wangfang.actor, at=now)
    for one in Offer.objects.order_by("pk"):
        do.start_fulfilment(one, by=SYSTEM, at=now)
    assert status_of(case) == "accepted"
    with pytest.raises(Refusal):
        close(Case.objects.get(pk=case.pk), by=zhouhang.actor, at=now)
    do.confirm_payout(waiting_payouts(None).get(), reference="TX", by=wumin.actor, at=now)
    assert status_of(case) == "performed"


def test_reversing_gives_the_money_back_by_a_reversing_entry(
    sent: Offer, house: Any, wangfang: Any, wumin: Any, now: Any
) -> None:
    do.accept(sent, option(sent, "refund_partial"), by=wangfang.actor, at=now)
    do.start_fulfilment(sent, by=SYSTEM, at=now)
    do.confirm_payout(waiting_payouts(None).get(), reference="TX", by=wumin.actor, at=now)
    with pytest.raises(Invalid):
        do.reverse_offer(sent, by=wumin.actor, at=now, reason=" ")
    do.reverse_offer(sent, by=wumin.actor, at=now, reason="银行退回")
    do.reverse_offer(sent, by=wumin.actor, at=now, reason="银行退回")
    assert (status_of(sent), stands(house)) == ("reversed", (100_000, 0, 0))
    assert prove_balances().problems == []


def test_a_used_coupon_cannot_be_taken_back(sent: Offer, wangfang: Any, now: Any) -> None:
    do.accept(sent, option(sent, "coupon"), by=wangfang.actor, at=now)
    do.start_fulfilment(sent, by=SYSTEM, at=now)
    do.redeem_coupon(Coupon.objects.get().code, used_for="ORDER-1", by=SYSTEM, at=now)
    with pytest.raises(CouponNotUsable):
        do.reverse_offer(sent, by=SYSTEM, at=now, reason="x")


def test_the_customer_sees_only_what_was_sent(
    offer: Offer, zhouhang: Any, wangfang: Any, now: Any, django_assert_num_queries: Any
) -> None:
    assert portal_offers(offer.case_id) == []
    do.send_offer(offer, by=zhouhang.actor, at=now)
    with django_assert_num_queries(4):
        (card,) = portal_offers(offer.case_id)
    assert [(line.name, line.amount) for line in card.choices] == [("部分退款", "¥30.00"), ("优惠券", "¥50.00")]
    assert [line.name for line in card.included] == ["道歉信"]
    assert card.needs_choice
    assert card.can_answer
    do.accept(offer, option(offer, "coupon"), by=wangfang.actor, at=now)
    do.start_fulfilment(offer, by=SYSTEM, at=now)
    (card,) = portal_offers(offer.case_id)
    got = {done.name: done for done in card.delivered}
    assert got["优惠券"].code == Coupon.objects.get().code
    assert offer.case.number in got["道歉信"].letter
    assert not card.can_answer


def test_offers_of_many_cases_take_no_query_a_row(
    house: Any, kind: Any, wangfang: Any, linjing: Any, now: Any, django_assert_num_queries: Any
) -> None:
    from makegood.cases.operations import open_case

    ids = []
    for _ in range(4):
        one = open_case(customer=wangfang, branch=house.branch_a, title="晚到", by=SYSTEM, at=now)
        made = do.propose(one, [Wanted(kind["coupon"], 1_000)], by=linjing.actor, at=now)
        do.send_offer(made, by=linjing.actor, at=now)
        do.accept(made, None, by=wangfang.actor, at=now)
        do.start_fulfilment(made, by=SYSTEM, at=now)
        ids.append(one.pk)
    with django_assert_num_queries(7):
        found = offers_of_cases(ids)
        assert [str(o.remedy) for offers in found.values() for offer in offers for o in offer.options.all()] == [
            "优惠券"
        ] * 4
        assert all(f.coupon.code for offers in found.values() for offer in offers for f in offer.fulfilments.all())
    assert len(offer_cards(ids[0])) == 1


def test_roles_and_branches_bound_what_one_sees_and_does(
    offer: Offer, zhouhang: Any, chenmo: Any, wumin: Any, hezhen: Any
) -> None:
    assert list(visible_to(zhouhang)) == [offer]
    assert list(visible_to(chenmo)) == []
    assert [may_propose(p) for p in (zhouhang, wumin, hezhen)] == [True, True, False]
    assert [may_pay(p) for p in (zhouhang, wumin, hezhen)] == [False, True, False]
