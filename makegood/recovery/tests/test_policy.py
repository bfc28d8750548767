"""The policy in force: sound, explained, the same for the same facts, published by four eyes. A4, A5, A16"""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.engines.offers import Facts, decide, problems_of, read_policy
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import NotAllowed, SomebodyWasFaster
from makegood.recovery import operations as do
from makegood.recovery.demo import install_defaults
from makegood.recovery.forms import PolicyForm
from makegood.recovery.models import PolicyVersion, RemedyKind
from makegood.recovery.models.refusals import NoPolicy, PolicyUnsound
from makegood.recovery.operations import Grounds, Wanted
from makegood.recovery.queries import facts_of, offer_cards, policy_in_force, suggest
from makegood.recovery.rules.default_catalogue import REMEDIES
from makegood.recovery.rules.default_policy import DEFAULT_POLICY

CODES = [row["code"] for row in REMEDIES]
POLICY = read_policy(DEFAULT_POLICY)


def offered(**facts: Any) -> list[tuple[str, int]]:
    return [(o.remedy, o.amount) for o in decide(POLICY, Facts(**facts)).choices]


def test_the_default_policy_is_sound() -> None:
    assert problems_of(DEFAULT_POLICY, remedies=CODES) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"loss": "time", "fault": "ours", "price": 6_000}, [("coupon", 1_200), ("points", 1_800)]),
        ({"loss": "time", "fault": "ours", "price": 6_000, "is_group": True}, [("coupon", 1_000), ("points", 1_500)]),
        ({"loss": "money", "fault": "ours", "price": 20_000, "loss_amount": 9_000},
         [("refund_partial", 9_000), ("coupon", 11_700)]),
        ({"loss": "money", "fault": "ours", "price": 20_000, "acceptance": "rejected"},
         [("refund_full", 20_000), ("coupon", 22_000)]),
        ({"loss": "money", "fault": "ours", "price": 20_000, "acceptance": "rejected", "severity": "serious"},
         [("refund_full", 20_000), ("coupon", 24_000)]),
        ({"loss": "goods", "fault": "ours", "price": 20_000, "tier": "vip"},
         [("replacement", 0), ("refund_full", 20_000)]),
        ({"loss": "esteem", "fault": "ours", "price": 20_000}, [("points", 1_000)]),
        ({"loss": "money", "fault": "customer", "price": 20_000}, []),
        ({"loss": "none", "fault": "ours"}, []),
    ],
)  # fmt: skip
def test_the_remedy_matches_the_loss(facts: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    assert offered(**facts) == expected


def test_little_is_given_beyond_one_and_a_half_times_the_price() -> None:
    dear = {"loss": "money", "fault": "ours", "price": 10_000, "loss_amount": 90_000, "tier": "vip", "failures": 2}
    assert [amount for _code, amount in offered(**dear)] == [15_000, 15_000]


def test_a_second_failure_is_escalated_at_once() -> None:
    assert decide(POLICY, Facts(failures=1)).escalate
    assert not decide(POLICY, Facts()).escalate


@pytest.mark.django_db
def test_installing_the_defaults_twice_changes_nothing(house: Any, now: Any) -> None:
    assert install_defaults(at=now + timedelta(days=1)) == policy_in_force()
    assert (PolicyVersion.objects.count(), RemedyKind.objects.count()) == (1, len(REMEDIES))


@pytest.mark.django_db
def test_without_a_policy_nothing_is_suggested() -> None:
    with pytest.raises(NoPolicy):
        suggest(Facts())


@pytest.mark.django_db
def test_a_suggestion_tells_its_reasons_and_the_offer_keeps_them(case: Case, zhouhang: Any, now: Any) -> None:
    Case.objects.filter(pk=case.pk).update(fault="ours")
    case.refresh_from_db()
    found = suggest(facts_of(case, at=now, loss="time"))
    assert [(s.remedy.code, s.amount, s.cost, s.worth) for s in found.choices] == [
        ("coupon", 2_400, 1_080, 1_920), ("points", 3_600, 2_160, 2_520),
    ]  # fmt: skip
    assert found.reasons_in("en")[1] == "Time was lost: a coupon does more than an apology alone."
    wanted = [Wanted(s.remedy, s.amount, s.is_included, s.row) for s in (*found.choices, *found.included)]
    grounds = Grounds("policy", found.policy, found.facts.as_data(), [row for row, _why in found.why])
    do.propose(case, wanted, by=zhouhang.actor, at=now, grounds=grounds)
    (card,) = offer_cards(case.pk)
    assert card.reasons == ["责任在我们，先正式道歉一次；道歉不反复单独使用。", "耽误了时间：优惠券比单独道歉更有用。"]
    again = facts_of(case, at=now, loss="time")
    assert (again.apologies, again.given) == (1, 2_520)
    assert suggest(again).included == ()


@pytest.mark.django_db
def test_earlier_failures_of_ours_count_for_ninety_days(case: Case, house: Any, wangfang: Any, now: Any) -> None:
    from makegood.cases.operations import open_case

    Case.objects.filter(pk=case.pk).update(fault="ours")
    later = open_case(customer=wangfang, branch=house.branch_a, title="又晚了", by=SYSTEM, at=now + timedelta(days=30))
    assert facts_of(later, at=now + timedelta(days=30)).failures == 1
    assert facts_of(later, at=now + timedelta(days=91)).failures == 0
    assert facts_of(case, at=now).failures == 0


@pytest.mark.django_db
def test_four_eyes_publish_a_policy_and_running_offers_keep_theirs(
    house: Any, linjing: Any, suqing: Any, now: Any
) -> None:
    table = copy.deepcopy(DEFAULT_POLICY) | {"offer_days": 7}
    draft = do.draft_policy(table, by=linjing.actor, at=now, note="缩短有效期")
    with pytest.raises(NotAllowed):
        do.publish_policy(draft, by=linjing.actor, at=now)
    do.publish_policy(draft, by=suqing.actor, at=now)
    assert (policy_in_force().number, policy_in_force().offer_days) == (2, 7)
    assert PolicyVersion.objects.get(number=1).status == "replaced"
    with pytest.raises(SomebodyWasFaster):
        do.edit_policy(draft, table, by=linjing.actor, at=now, note="x")
    with pytest.raises(SomebodyWasFaster):
        do.publish_policy(draft, by=suqing.actor, at=now)


@pytest.mark.django_db
def test_an_unsound_policy_cannot_be_published(house: Any, now: Any) -> None:
    table = copy.deepcopy(DEFAULT_POLICY)
    table["rows"].pop()
    table["offer_days"] = "soon"
    draft = do.draft_policy(table, by=SYSTEM, at=now)
    with pytest.raises(PolicyUnsound) as refused:
        do.publish_policy(draft, by=SYSTEM, at=now)
    assert [problem.code for problem in refused.value.problems] == ["gap", "bad_number"]
    assert policy_in_force().number == 1


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '{"rows": [{"id": "x"}]}', "[" * 100_000])
def test_a_table_typed_wrongly_is_answered_in_words(house: Any, text: str) -> None:
    form = PolicyForm({"table": text, "note": "x"})
    assert not form.is_valid()
    assert form.errors["table"]


@pytest.mark.django_db
def test_a_sound_table_passes_the_form(house: Any) -> None:
    form = PolicyForm({"table": json.dumps(DEFAULT_POLICY), "note": "x"})
    assert form.is_valid(), form.errors
