"""A broken guarantee makes itself good, once. N1, D6"""

from __future__ import annotations

from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.cases.operations import open_case
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.recovery import operations as do
from makegood.recovery.models import Offer, RemedyKind
from makegood.recovery.tests.balances import stands

pytestmark = pytest.mark.django_db


def breach(case: Case, now: Any, *, clock: int = 77, remedy: str = "coupon", verdict: int = 1) -> Offer | None:
    return do.propose_for_breach(
        case, clock_id=clock, verdict=verdict, guarantee="delivery-30min", remedy_code=remedy, at=now
    )


def test_a_broken_guarantee_is_offered_by_itself_once(case: Case, house: Any, now: Any) -> None:
    offer = breach(case, now)
    assert offer is not None
    assert (offer.status, offer.source, offer.clock_id) == ("offered", "guarantee", 77)
    assert [(o.remedy.code, o.amount) for o in offer.options.all()] == [("coupon", 2_400)]
    assert offer.reasons == ["broken-guarantee"]
    assert offer.facts["guarantee"] == "delivery-30min"
    assert breach(case, now) == offer
    assert Offer.objects.count() == 1
    assert stands(house) == (100_000 - 1_080, 1_080, 0)


def test_without_a_named_remedy_the_customer_chooses(case: Case, now: Any) -> None:
    offer = breach(case, now, remedy="")
    assert offer is not None
    assert [(o.remedy.code, o.amount) for o in offer.options.all()] == [("coupon", 2_400), ("points", 3_600)]


def test_a_remedy_the_policy_does_not_name_has_its_usual_amount(case: Case, now: Any) -> None:
    offer = breach(case, now, remedy="refund_partial")
    assert offer is not None
    assert [(o.remedy.code, o.amount) for o in offer.options.all()] == [("refund_partial", 2_000)]


def test_a_dear_guarantee_waits_for_a_person(case: Case, now: Any) -> None:
    RemedyKind.objects.filter(code="refund_full").update(default_amount=30_000)
    offer = breach(case, now, remedy="refund_full")
    assert offer is not None
    assert offer.status == "waiting_for_approval"


def test_a_withdrawn_breach_cancels_an_open_offer_and_leaves_an_accepted_one(
    case: Case, wangfang: Any, house: Any, now: Any
) -> None:
    breach(case, now)
    cancelled = do.cancel_for_withdrawn_breach(77, at=now)
    assert cancelled is not None
    assert cancelled.status == "cancelled"
    assert stands(house) == (100_000, 0, 0)
    assert do.cancel_for_withdrawn_breach(77, at=now) is None
    second = breach(case, now, clock=78)
    assert second is not None
    do.accept(second, None, by=wangfang.actor, at=now)
    assert do.cancel_for_withdrawn_breach(78, at=now) is None
    assert Offer.objects.get(pk=second.pk).status == "accepted"
    assert do.cancel_for_withdrawn_breach(999, at=now) is None


def test_a_promise_broken_withdrawn_and_broken_again_is_made_good_once(
    case: Case, wangfang: Any, house: Any, now: Any
) -> None:  # D6
    first = breach(case, now)
    do.cancel_for_withdrawn_breach(77, at=now)
    assert breach(case, now) == first  # the first breach told again owes nothing
    second = breach(case, now, verdict=3)
    assert second is not None
    assert (second.status, second.verdict, second != first) == ("offered", 3, True)
    assert breach(case, now, verdict=3) == second
    assert stands(house) == (100_000 - 1_080, 1_080, 0)
    do.accept(second, None, by=wangfang.actor, at=now)
    assert breach(case, now, verdict=5) == Offer.objects.get(pk=second.pk)  # accepted: stands, and none beside it
    assert Offer.objects.count() == 2


def test_a_guarantee_that_no_budget_covers_calls_a_person(house: Any, qiming: Any, now: Any) -> None:  # A6
    other = open_case(customer=qiming, branch=house.branch_b, title="超时", price_minor=9_000, by=SYSTEM, at=now)
    assert breach(other, now) is None
    entry = Entry.objects.get(name="recovery.RemedyNotCovered")
    assert (entry.subject_id, entry.data["reason"]) == (other.pk, "no_budget")
    assert Offer.objects.count() == 0


def test_an_unknown_remedy_offers_nothing(case: Case, now: Any) -> None:
    assert breach(case, now, remedy="gold_bar") is None
