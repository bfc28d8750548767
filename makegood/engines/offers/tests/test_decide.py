"""A small policy on plain facts: which row counts, how much, and why. A4, A5"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.offers import Facts, Match, Option, PolicyProblem, decide, problems_of, read_policy
from makegood.engines.offers.facts import WORDS

WHY = {"zh-hans": "理由", "zh-hant": "理由", "en": "reason"}
CODES = ["refund", "coupon", "letter"]


def table(**more: Any) -> dict[str, Any]:
    return {
        "caps": {"share_of_price": "1.5"},
        "round_to": 100,
        "rows": [
            {"id": "sorry", "group": "always", "when": {"apologies": {"to": 1}}, "give": [{"remedy": "letter"}],
             "why": WHY},
            {"id": "grave", "group": "escalate", "when": {"severity": ["critical"]}, "why": WHY},
            {"id": "late", "when": {"loss": ["time"], "price": {"from": 0, "to": 50_000}},
             "give": [{"remedy": "coupon", "share_of_price": "0.2", "at_least": 1_000, "at_most": 5_000}], "why": WHY},
            {"id": "money", "when": {"loss": ["money"]},
             "give": [{"remedy": "refund", "share_of_loss": "1"}, {"remedy": "coupon", "share_of_loss": "1.2"}],
             "why": WHY},
            {"id": "else", "when": {}, "give": [], "why": WHY},
        ],
        "factors": [{"id": "gold", "when": {"tier": ["gold"]}, "times": "1.1", "why": WHY}],
        **more,
    }  # fmt: skip


POLICY = read_policy(table())


def test_the_first_matching_row_of_each_group_counts() -> None:
    found = decide(POLICY, Facts(severity="critical", loss="time", price=10_000))
    assert found.always == (Option("letter", 0, 0, "sorry"),)
    assert found.choices == (Option("coupon", 2_000, 5_000, "late"),)
    assert found.escalate
    assert found.matched == (Match("sorry", WHY), Match("late", WHY), Match("grave", WHY))


@pytest.mark.parametrize(("price", "amount"), [(100, 150), (2_000, 1_000), (12_340, 2_500), (49_999, 5_000)])
def test_amounts_stay_between_least_and_most_and_under_the_cap(price: int, amount: int) -> None:
    assert decide(POLICY, Facts(loss="time", price=price)).choices[0].amount == amount


def test_the_customer_may_choose_among_options() -> None:
    found = decide(POLICY, Facts(loss="money", loss_amount=8_000, price=20_000))
    assert [(o.remedy, o.amount) for o in found.choices] == [("refund", 8_000), ("coupon", 9_600)]


def test_a_published_tier_multiplies_and_says_so() -> None:
    found = decide(POLICY, Facts(loss="money", loss_amount=8_000, price=20_000, tier="gold"))
    assert found.choices[0].amount == 8_800
    assert [match.row for match in found.matched] == ["sorry", "money", "gold"]


def test_no_factor_touches_an_exact_amount() -> None:
    exact = {"remedy": "refund", "share_of_price": "1", "exact": True}
    policy = read_policy(table(rows=[{"id": "all", "give": [exact], "why": WHY}]))
    assert decide(policy, Facts(price=20_050, tier="gold")).choices[0].amount == 20_050


def test_what_was_given_before_counts_against_the_cap() -> None:
    facts = Facts(loss="money", loss_amount=20_000, price=10_000, given=12_000, apologies=1)
    assert [(o.remedy, o.amount) for o in decide(POLICY, facts).choices] == [("refund", 3_000), ("coupon", 3_000)]
    assert decide(POLICY, Facts(loss="money", loss_amount=20_000, price=10_000, given=15_000)).choices == ()


def test_an_apology_is_not_repeated_alone() -> None:
    assert decide(POLICY, Facts(apologies=1)).always == ()


@given(
    st.builds(
        Facts,
        severity=st.sampled_from(WORDS["severity"] or ()),
        loss=st.sampled_from(WORDS["loss"] or ()),
        tier=st.sampled_from(WORDS["tier"] or ()),
        price=st.integers(0, 10**9),
        loss_amount=st.integers(0, 10**9),
        given=st.integers(0, 10**9),
    )
)
def test_the_same_facts_get_the_same_offer_and_never_beyond_the_cap(facts: Facts) -> None:  # A5
    found = decide(POLICY, facts)
    assert found == decide(read_policy(table()), facts)
    for option in (*found.always, *found.choices):
        assert 0 <= option.amount <= option.limit
        if facts.price:
            assert option.amount <= max(0, facts.price * 1.5 - facts.given)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"rows": [{"id": "x", "when": {"mood": ["bad"]}}]}, "unknown_column"),
        ({"rows": [{"id": "x", "when": {"loss": ["tears"]}}]}, "unknown_value"),
        ({"rows": [{"id": "x", "when": {"is_group": "yes"}}]}, "unknown_value"),
        ({"rows": [{"id": "x", "when": {"price": 5}}]}, "bad_number"),
        ({"rows": [{"id": "x", "give": [{"remedy": "refund", "fixed": -5}]}]}, "bad_number"),
        ({"rows": [{"id": "x", "give": [{"remedy": "refund", "share_of_price": "many"}]}]}, "bad_number"),
        ({"rows": [{"id": "x", "give": [{"remedy": "refund", "share_of_price": "NaN"}]}]}, "bad_number"),
        ({"rows": [{"id": "x", "give": [{"remedy": "refund", "at_least": 5, "at_most": 4}]}]}, "bad_number"),
        ({"rows": [{"id": "x", "give": [{"remedy": "refund", "fixd": 5}]}]}, "unknown_column"),
        ({"rows": [{"id": "x"}, {"id": "x"}]}, "repeated_id"),
        ({"rows": [{"when": {}}]}, "no_id"),
        ({"rows": [{"id": "x", "group": "maybe"}]}, "unknown_group"),
        ({"rows": "all"}, "not_a_table"),
        ({"rows": [], "round_to": 0}, "bad_number"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(broken: dict[str, Any], code: str) -> None:
    with pytest.raises(PolicyProblem) as problem:
        read_policy(broken)
    assert problem.value.code == code
    assert [found.code for found in problems_of(broken, remedies=CODES)] == [code]


def test_a_sound_table_has_no_problems() -> None:
    assert problems_of(table(), remedies=CODES) == []


def found_in(changed: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(p.code, p.row) for p in problems_of(table(rows=changed), remedies=CODES)]


def test_gaps_dead_rows_and_missing_reasons_are_found_before_anybody_is_paid() -> None:
    rows = table()["rows"]
    assert found_in(rows[:-1]) == [("gap", "")]
    assert found_in([*rows, {"id": "never", "when": {"tier": ["vip"]}, "give": [], "why": WHY}]) == [
        ("never_reached", "never")
    ]
    assert found_in([*rows[:-1], {**rows[-1], "why": {"en": "x"}}]) == [("no_reason", "else")] * 2
    assert found_in([*rows[:-1], {**rows[-1], "give": [{"remedy": "gold_bar"}]}]) == [("unknown_remedy", "else")]
