"""A gateway that answers twice, late or never: asked about, never repeated blindly. DESIGN §4 Money"""

from __future__ import annotations

from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Refusal, SomebodyWasFaster
from makegood.recovery import operations as do
from makegood.recovery.models import Fulfilment
from makegood.recovery.models.refusals import PaymentUnknown
from makegood.recovery.operations import Wanted
from makegood.recovery.queries import waiting_payouts
from makegood.recovery.tests.balances import stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def payout(case: Case, kind: Any, zhouhang: Any, wangfang: Any, now: Any) -> Fulfilment:
    offer = do.propose(case, [Wanted(kind["refund_partial"], 3_000)], by=zhouhang.actor, at=now)
    do.send_offer(offer, by=zhouhang.actor, at=now)
    do.accept(offer, None, by=wangfang.actor, at=now)
    (payout,) = do.start_fulfilment(offer, by=SYSTEM, at=now)
    return payout


@pytest.fixture
def unknown(payout: Fulfilment, now: Any) -> Fulfilment:
    do.mark_sent(payout, reference="GW-1", by=SYSTEM, at=now)
    return do.mark_unknown(payout, by=SYSTEM, at=now, note="网关超时")


def test_an_unanswered_payment_is_neither_paid_nor_repeated(
    unknown: Fulfilment, wumin: Any, house: Any, now: Any
) -> None:
    assert waiting_payouts(None).get().state == "unknown"
    for repeat in (do.mark_sent, do.confirm_payout):
        with pytest.raises(Refusal):
            repeat(unknown, reference="GW-2", by=wumin.actor, at=now)
    with pytest.raises(PaymentUnknown):
        do.mark_failed(unknown, by=wumin.actor, at=now, note="x")
    assert Fulfilment.objects.count() == 1
    assert stands(house) == (97_000, 3_000, 0)


def test_asking_shows_that_it_arrived(unknown: Fulfilment, wumin: Any, house: Any, now: Any) -> None:
    do.settle_unknown(unknown, arrived=True, by=wumin.actor, at=now)
    assert stands(house) == (97_000, 0, 3_000)
    kept = Fulfilment.objects.get(pk=unknown.pk)
    assert (kept.state, kept.reference, kept.offer.status) == ("done", "GW-1", "fulfilled")
    with pytest.raises(SomebodyWasFaster):
        do.settle_unknown(unknown, arrived=False, by=wumin.actor, at=now)


def test_asking_shows_that_it_did_not_arrive_and_one_more_attempt_pays_once(
    unknown: Fulfilment, wumin: Any, house: Any, now: Any
) -> None:
    second = do.settle_unknown(unknown, arrived=False, by=wumin.actor, at=now, note="网关查无此单")
    with pytest.raises(SomebodyWasFaster):
        do.settle_unknown(unknown, arrived=False, by=wumin.actor, at=now)
    assert waiting_payouts(None).get() == second
    assert Fulfilment.objects.get(pk=unknown.pk).state == "failed"
    assert (second.attempt, second.idempotency_key != unknown.idempotency_key) == (2, True)
    do.confirm_payout(second, reference="TX-2", by=wumin.actor, at=now)
    assert stands(house) == (97_000, 0, 3_000)
    assert second.offer.__class__.objects.get(pk=second.offer_id).status == "fulfilled"


def test_a_gateway_that_answers_twice_pays_once(payout: Fulfilment, house: Any, now: Any) -> None:
    do.mark_sent(payout, reference="GW-1", by=SYSTEM, at=now)
    for _ in range(2):
        do.confirm_payout(payout, reference="GW-1", by=SYSTEM, at=now)
    assert stands(house) == (97_000, 0, 3_000)
