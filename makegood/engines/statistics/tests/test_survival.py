"""Shares within a limit and limits for a share: against naive counting, published figures and simulation. D2"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from makegood.engines.statistics import Measured, NotEnough, share_with_interval, survival

TIMES = st.lists(st.integers(0, 50), min_size=1, max_size=60)


@given(TIMES, st.integers(-1, 51))
def test_without_anything_unfinished_it_is_the_plain_share_with_wilsons_interval(times: list[int], limit: int) -> None:
    found = survival(np.array(times, dtype=np.int64), np.ones(len(times), dtype=bool)).share_within(limit)
    expected = share_with_interval(sum(t <= limit for t in times), len(times))
    assert isinstance(found, Measured)
    assert isinstance(expected, Measured)
    assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high))


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=50), st.integers(0, 31))
def test_with_unfinished_ones_it_is_kaplan_and_meier(rows: list[tuple[int, bool]], limit: int) -> None:
    times, over = np.array([t for t, _o in rows], dtype=np.int64), np.array([o for _t, o in rows])
    left = 1.0
    for t in sorted({t for t, is_over in rows if is_over and t <= limit}):
        at_risk = sum(other >= t for other, _o in rows)
        left *= 1 - sum(other == t and is_over for other, is_over in rows) / at_risk
    found = survival(times, over).share_within(limit)
    if isinstance(found, Measured):
        assert found.value == pytest.approx(1 - left)
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_remission_times_of_freireich_give_the_published_curve() -> None:
    # Freireich et al. (1963), Blood 21:699-716; the curve in Cox and Oakes (1984), Analysis of Survival Data, 4.2.
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    times = np.array(over + watched, dtype=np.int64)
    found = survival(times, np.array([True] * len(over) + [False] * len(watched)))
    for week, left in ((6, 0.857), (10, 0.753), (16, 0.627), (23, 0.448)):
        share = found.share_within(week)
        assert isinstance(share, Measured)
        assert 1 - share.value == pytest.approx(left, abs=0.001)


def test_what_is_unfinished_is_not_taken_for_kept() -> None:
    """100 took 10, 20 are still going on after 5: the share within 10 is that of those who can tell."""
    times = np.array([10] * 60 + [40] * 40 + [5] * 20, dtype=np.int64)
    over = np.array([True] * 100 + [False] * 20)
    found = survival(times, over).share_within(20)
    assert isinstance(found, Measured)
    assert found.value == pytest.approx(0.6)
    assert found.n == 120


def test_nothing_is_said_from_too_few() -> None:
    assert survival(np.array([5, 6]), np.array([True, True])).share_within(5, minimum=30) == NotEnough(2, 30)
    assert survival(np.arange(50), np.ones(50, dtype=bool)).limit_for(0.99) == NotEnough(50, 368)


@pytest.mark.parametrize("share", [0.9, 0.95])
def test_the_interval_of_a_limit_holds_the_true_one_as_often_as_it_says(share: float) -> None:
    """1,000 simulated histories of log-normal times; the order-statistic interval is conservative."""
    dice = np.random.default_rng(7)
    truth = float(stats.lognorm(0.5, scale=20_000).ppf(share))
    hits = 0
    for _ in range(1_000):
        times = dice.lognormal(np.log(20_000), 0.5, 300).astype(np.int64)
        found = survival(times, np.ones(300, dtype=bool)).limit_for(share)
        assert isinstance(found, Measured)
        hits += found.low <= truth <= found.high
    assert 0.94 <= hits / 1_000 <= 0.985


def test_intervals_hold_with_a_third_unfinished_too() -> None:
    """Kaplan-Meier shares and limits under random censoring, 600 simulated histories each."""
    dice = np.random.default_rng(11)
    law = stats.lognorm(0.5, scale=20_000)
    shares = limits = 0
    for _ in range(600):
        times = dice.lognormal(np.log(20_000), 0.5, 300)
        watched = dice.exponential(50_000, 300)
        found = survival(np.minimum(times, watched).astype(np.int64), times <= watched)
        share, limit = found.share_within(30_000), found.limit_for(0.8)
        assert isinstance(share, Measured)
        assert isinstance(limit, Measured)
        shares += share.low <= law.cdf(30_000) <= share.high
        limits += limit.low <= law.ppf(0.8) <= limit.high
    assert 0.92 <= shares / 600 <= 0.985
    assert 0.92 <= limits / 600 <= 0.985
