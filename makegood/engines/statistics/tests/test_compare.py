"""Differences are tested, not ranked by noise. D4"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from makegood.engines.statistics import Comparison, NotEnough, compare_shares
from makegood.engines.statistics.compare import below, fisher, holm

SHARE = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SHARE, SHARE)
def test_fishers_test_agrees_with_scipy(first: tuple[int, int], second: tuple[int, int]) -> None:
    table = [[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]]
    assert fisher(first, second) == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9)
    assert below(first, second) == pytest.approx(stats.fisher_exact(table, alternative="less")[1], abs=1e-9)


def test_large_counts_are_quick_and_small_chances_are_nothing() -> None:
    assert fisher((900_000, 1_000_000), (500_000, 1_000_000)) == 0.0
    assert fisher((500_000, 1_000_000), (500_100, 1_000_000)) == pytest.approx(0.888, abs=0.002)


def test_holms_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_many_rows_use_chi_squared_and_agree_with_scipy() -> None:
    found = compare_shares({"a": (80, 100), "b": (90, 100), "c": (60, 90)})
    assert isinstance(found, Comparison)
    expected = stats.chi2_contingency([[80, 20], [90, 10], [60, 30]], correction=False)
    assert (found.method, found.p_value) == ("chi_squared", pytest.approx(expected.pvalue))
    assert [{pair.first, pair.second} for pair in found.apart()] == [{"b", "c"}]


def test_few_rows_are_drawn_and_agree_with_fishers_exact_test() -> None:
    found = compare_shares({"a": (12, 12), "b": (8, 12)})
    assert isinstance(found, Comparison)
    assert found.method == "drawn"
    assert found.p_value == pytest.approx(fisher((12, 12), (8, 12)), abs=0.01)


def test_alike_branches_are_called_different_one_time_in_twenty() -> None:
    dice = np.random.default_rng(3)
    alarms = 0
    for _ in range(600):
        counts = {k: (int(dice.binomial(60, 0.87)), 60) for k in range(5)}
        found = compare_shares(counts)
        assert isinstance(found, Comparison)
        alarms += bool(found.apart())
    assert alarms / 600 <= 0.06


def test_too_few_cannot_tell() -> None:
    assert compare_shares({"a": (9, 9), "b": (1, 9)}) == NotEnough(18, 20)
    found = compare_shares({"a": (9, 10), "b": (5, 10), "c": (0, 2)})
    assert isinstance(found, Comparison)
    assert found.left_out == ["c"]
    assert compare_shares({"a": (10, 10), "b": (10, 10)}).p_value == 1.0  # type: ignore[union-attr]
