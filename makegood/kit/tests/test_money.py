"""Money never mixes currencies and never loses a minor unit. A6, C3"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.kit.money import CurrencyMismatch, Money

amounts = st.integers(-(10**12), 10**12)


@given(amounts, st.integers(1, 500))
def test_shares_of_a_split_sum_to_the_whole_and_differ_by_at_most_one(minor: int, parts: int) -> None:
    shares = [share.minor for share in Money(minor).split(parts)]
    assert sum(shares) == minor
    assert max(shares) - min(shares) <= 1


@given(amounts, amounts)
def test_adding_and_taking_away_come_back_to_the_start(a: int, b: int) -> None:
    assert Money(a) + Money(b) - Money(b) == Money(a)


@pytest.mark.parametrize(("text", "minor"), [("12.345", 1234), ("12.355", 1236), ("-0.005", 0), ("100", 10000)])
def test_major_units_round_half_to_even(text: str, minor: int) -> None:
    assert Money.of(text).minor == minor


def test_yen_has_no_minor_digits() -> None:
    assert Money.of("150", "JPY") == Money(150, "JPY")
    assert Money(150, "JPY").major == Decimal(150)


def test_currencies_are_never_mixed() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "CNY") + Money(1, "HKD")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "CNY") < Money(2, "HKD")


def test_money_is_written_as_people_read_it() -> None:
    assert str(Money(123_450)) == "¥1,234.50"
    assert str(Money(-8_000, "USD")) == "-$80.00"
    assert str(Money(1_200, "POINTS")) == "1,200 POINTS"
