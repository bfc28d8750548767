"""The best use of a budget, compared with trying everything. Issue 7, budgeted choice."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.offers import choose_within_budget

TABLES = st.integers(1, 5).flatmap(
    lambda n: st.lists(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), min_size=2, max_size=2), min_size=n, max_size=n
    )
)


def best(value: np.ndarray, cost: np.ndarray, budget: float) -> float:
    rows = range(len(value))
    return max(
        sum(value[i, c] for i, c in zip(rows, choice, strict=True))
        for choice in product(range(value.shape[1]), repeat=len(value))
        if sum(cost[i, c] for i, c in zip(rows, choice, strict=True)) <= budget
    )


@given(TABLES, st.integers(0, 60))
def test_it_keeps_to_the_budget_and_its_bound_holds(rows: list[list[tuple[int, int]]], budget: int) -> None:
    value = np.array([[0, *(v for v, _ in row)] for row in rows], float)
    cost = np.array([[0, *(c for _, c in row)] for row in rows], float)
    found = choose_within_budget(value, cost, budget)
    assert found.cost <= budget
    assert found.value <= best(value, cost, budget) <= found.bound + 1e-6
    assert 0 <= found.gap <= 1


def test_many_customers_come_within_a_ten_thousandth_of_the_best() -> None:
    dice = np.random.default_rng(7)
    cost = np.cumsum(dice.uniform(0, 50, (20_000, 6)), axis=1)
    cost[:, 0] = 0
    value = np.sqrt(cost) * dice.uniform(0.5, 2, (20_000, 1))
    found = choose_within_budget(value, cost, 400_000)
    assert found.cost <= 400_000
    assert found.gap < 1e-4


def test_enough_for_all_gives_everyone_the_best() -> None:
    found = choose_within_budget([[0, 5, 9], [0, 7, 3]], [[0, 1, 2], [0, 1, 2]], 100)
    assert found.choice.tolist() == [2, 1]
    assert found.gap == 0


@pytest.mark.parametrize(
    ("value", "cost", "budget"),
    [([[1]], [[5]], 4), ([[1]], [[-1]], 4), ([[1, 2]], [[1]], 4), ([[float("nan")]], [[1]], 4), ([[]], [[]], 1)],
)
def test_impossible_questions_are_refused(value: list[list[float]], cost: list[list[float]], budget: float) -> None:
    with pytest.raises(ValueError):
        choose_within_budget(value, cost, budget)
