"""Intervals against published figures and against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from makegood.engines.statistics import (
    Measured,
    NotEnough,
    bootstrap_interval,
    difference_of_shares,
    mean_with_interval,
    share_with_interval,
    wilson,
)


def test_the_wilson_interval_matches_the_published_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: 81 of 263.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_nothing_out_of_some_still_has_an_upper_bound() -> None:
    low, high = wilson(0, 20)
    assert low == 0
    assert round(high, 4) == 0.1611


@given(st.integers(1, 5_000), st.data())
def test_the_interval_holds_the_share_and_agrees_with_scipy(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    low, high = wilson(count, n)
    assert 0 <= low <= count / n <= high <= 1
    reference = stats.binomtest(count, n).proportion_ci(method="wilson")
    assert low == pytest.approx(reference.low, abs=1e-12)
    assert high == pytest.approx(reference.high, abs=1e-12)


def test_too_few_rows_are_an_answer_of_their_own() -> None:
    assert share_with_interval(3, 9, minimum=10) == NotEnough(9, 10)
    assert share_with_interval(0, 0) == NotEnough(0, 1)
    assert mean_with_interval([1.0]) == NotEnough(1, 2)
    assert bootstrap_interval([1.0] * 9) == NotEnough(9, 10)
    assert difference_of_shares((1, 2), (0, 0)) == NotEnough(0, 1)


def test_the_mean_of_a_small_sample_uses_the_t_distribution() -> None:
    found = mean_with_interval([4, 5, 6, 5])
    assert isinstance(found, Measured)
    assert (found.value, found.n) == (5, 4)
    assert found.high - found.value == pytest.approx(3.182446 * np.sqrt(2 / 3) / 2, abs=1e-5)


def test_the_bootstrap_gives_the_same_rows_the_same_interval() -> None:
    rows = [1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 4.0, 8.0, 20.0, 55.0]
    first, second = bootstrap_interval(rows), bootstrap_interval(rows)
    assert first == second
    assert isinstance(first, Measured)
    assert first.low < 10.1 < first.high


def test_the_difference_of_two_shares_matches_the_published_example() -> None:
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II (a), method 10: 56/70 - 48/80.
    found = difference_of_shares((56, 70), (48, 80))
    assert isinstance(found, Measured)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
