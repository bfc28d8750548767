"""Many people at once, and any order of steps: nothing paid twice, nothing lost, nothing held for nobody. Issue 7"""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.cases.models import Case
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal
from makegood.ledger.models import BudgetExhausted
from makegood.ledger.queries import prove_balances
from makegood.recovery import operations as do
from makegood.recovery.models import Coupon, Fulfilment, Offer
from makegood.recovery.operations import Wanted
from makegood.recovery.queries import waiting_payouts
from makegood.recovery.rules.states import MOVES, OPEN, OfferStatus
from makegood.recovery.tests.balances import stands

AT = datetime(2026, 11, 18, 2, tzinfo=UTC)


def together(work: Any, count: int) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return work(number)
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_fifty_proposals_at_once_never_promise_more_than_the_budget(
    case: Case, kind: Any, house: Any, linjing: Any
) -> None:
    answers = together(lambda n: do.propose(case, [Wanted(kind["refund_partial"], 7_000)], by=linjing.actor, at=AT), 50)
    assert sum(isinstance(answer, Offer) for answer in answers) == 14
    assert sum(isinstance(answer, BudgetExhausted) for answer in answers) == 36
    assert stands(house) == (2_000, 98_000, 0)
    assert prove_balances().problems == []


@pytest.mark.django_db(transaction=True)
def test_accepting_and_paying_from_many_sides_at_once_pays_once(
    case: Case, kind: Any, house: Any, linjing: Any, wangfang: Any, wumin: Any
) -> None:
    wanted = [Wanted(kind["refund_partial"], 3_000), Wanted(kind["coupon"], 4_000)]
    offer = do.send_offer(do.propose(case, wanted, by=linjing.actor, at=AT), by=linjing.actor, at=AT)
    refund = offer.options.get(remedy__code="refund_partial")
    assert {a.pk for a in together(lambda n: do.accept(offer, refund, by=wangfang.actor, at=AT), 8)} == {offer.pk}
    together(lambda n: do.start_fulfilment(offer, by=SYSTEM, at=AT), 8)
    payout = waiting_payouts(None).get()
    paid = together(lambda n: do.confirm_payout(payout, reference="TX", by=wumin.actor, at=AT), 8)
    assert {answer.state for answer in paid} == {"done"}
    assert Fulfilment.objects.count() == 1
    assert stands(house) == (97_000, 0, 3_000)
    assert prove_balances().problems == []


@pytest.mark.django_db(transaction=True)
def test_the_sweep_and_the_customer_at_once_end_in_one_answer(
    case: Case, kind: Any, house: Any, linjing: Any, wangfang: Any
) -> None:
    late = AT + timedelta(days=14)
    for _ in range(6):
        one = do.propose(case, [Wanted(kind["coupon"], 2_000)], by=linjing.actor, at=AT)
        do.send_offer(one, by=linjing.actor, at=AT)
    offers = list(Offer.objects.order_by("pk"))
    just_before = late - timedelta(seconds=1)
    together(
        lambda n: (
            do.lapse_expired(at=late) if n % 2 else do.accept(offers[n // 2], None, by=wangfang.actor, at=just_before)
        ),
        12,
    )
    states = set(Offer.objects.values_list("status", flat=True))
    assert states <= {"accepted", "lapsed"}
    held = Offer.objects.filter(status="accepted").count() * 900
    assert stands(house) == (100_000 - held, held, 0)


@pytest.mark.django_db(transaction=True)
def test_one_broken_guarantee_heard_many_times_is_offered_once(case: Case, house: Any) -> None:
    answers = together(lambda n: do.propose_for_breach(case, clock_id=5, guarantee="g", remedy_code="coupon", at=AT), 8)
    assert len({offer.pk for offer in answers}) == 1
    assert Offer.objects.count() == 1


VERBS = [
    "propose",
    "send",
    "accept",
    "decline",
    "lapse",
    "cancel",
    "start",
    "pay",
    "unknown",
    "settle",
    "undo",
]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.booleans()), max_size=30))
def test_in_any_order_what_is_held_and_paid_is_what_the_offers_say(
    case: Case, kind: Any, house: Any, linjing: Any, wumin: Any, wangfang: Any, steps: Any
) -> None:
    point = transaction.savepoint()
    me, payer, customer = linjing.actor, wumin.actor, wangfang.actor
    do.send_offer(do.propose(case, [Wanted(kind["refund_partial"], 1_000)], by=me, at=AT), by=me, at=AT)
    for verb, which, flag in steps:
        offer = Offer.objects.order_by("pk")[which % Offer.objects.count()]
        last = Fulfilment.objects.filter(offer=offer).order_by("-pk").first()
        before = offer.status
        with contextlib.suppress(Refusal):
            if verb == "propose" and Offer.objects.count() < 3:
                do.propose(case, [Wanted(kind["coupon" if flag else "refund_partial"], 1_000)], by=me, at=AT)
            elif verb == "lapse":
                do.lapse_expired(at=AT + timedelta(days=13 + flag))
            elif verb in ("send", "start"):
                {"send": do.send_offer, "start": do.start_fulfilment}[verb](offer, by=me, at=AT)
            elif verb == "accept":
                do.accept(offer, None, by=customer, at=AT)
            elif verb == "decline":
                do.decline(offer, by=customer, at=AT)
            elif verb == "cancel":
                do.cancel(offer, by=me, at=AT)
            elif verb == "undo":
                do.reverse_offer(offer, by=payer, at=AT, reason="x")
            elif last and verb == "pay":
                do.confirm_payout(last, reference="TX", by=payer, at=AT)
            elif last and verb == "unknown":
                do.mark_sent(last, reference="GW", by=SYSTEM, at=AT)
                do.mark_unknown(last, by=SYSTEM, at=AT)
            elif last and verb == "settle":
                do.settle_unknown(last, arrived=flag, by=payer, at=AT)
        after = Offer.objects.get(pk=offer.pk).status
        assert before == after or reachable(before, after)
        check(house)
    connection.check_constraints()
    transaction.savepoint_rollback(point)


def reachable(old: str, new: str) -> bool:
    seen, edge = set(), {OfferStatus(old)}
    while edge:
        seen |= edge
        edge = {target for state in edge for target in MOVES[state]} - seen
    return OfferStatus(new) in seen


def check(house: Any) -> None:
    """Reserved is what open and accepted offers hold; spent is what was delivered and not taken back."""
    held = spent = 0
    for offer in Offer.objects.prefetch_related("options"):
        cost = sum(option.held for option in offer.options.all())
        if offer.status in (*OPEN, "accepted", "fulfilling"):
            held += cost
        spent += cost if offer.status == "fulfilled" else 0
    assert stands(house) == (100_000 - held - spent, held, spent)
    assert prove_balances().problems == []
    assert (
        Coupon.objects.filter(revoked_at=None).count()
        == Offer.objects.filter(status="fulfilled", options__remedy__code="coupon").count()
    )
