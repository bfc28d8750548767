"""The best use of a budget: one option for each customer, the sum of costs within the budget.

A multiple-choice knapsack (Sinha and Zoltners 1979, Operations Research 27:503-515), solved by bisection on
its Lagrange multiplier (Fisher 1981, Management Science 27:1-18) and polished greedily. The dual bound says how
far from the best the answer can be at most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True)
class Assignment:
    """``choice[i]`` is the option of customer i. ``bound`` is a value no choice within the budget can exceed."""

    choice: Whole
    value: float
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """How much better the best could be, as a share of the bound; 0 when this is the best."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0


def choose_within_budget(value: ArrayLike, cost: ArrayLike, budget: float, *, rounds: int = 60) -> Assignment:
    """Pick one column a row of ``value`` and ``cost`` (customers × options) so that total cost ≤ ``budget``.

    Costs and budget are in one unit and not negative; each row needs an option that all can afford together
    (cost 0, say). Raises ValueError otherwise.
    """
    worth, price = np.asarray(value, np.float64), np.asarray(cost, np.float64)
    if worth.shape != price.shape or worth.ndim != 2 or not worth.size:
        raise ValueError("value and cost must be tables of one shape")
    if not (np.isfinite(worth).all() and np.isfinite(price).all()) or (price < 0).any():
        raise ValueError("costs must be finite and not negative")
    if price.min(axis=1).sum() > budget:
        raise ValueError("the cheapest options together exceed the budget")
    choice, bound = _bisect(worth, price, budget, rounds)
    choice = _polish(worth, price, choice, budget)
    total, spent = _totals(worth, price, choice)
    return Assignment(choice, total, spent, max(bound, total))


def _totals(worth: Floats, price: Floats, choice: Whole) -> tuple[float, float]:
    rows = np.arange(len(choice))
    return float(worth[rows, choice].sum()), float(price[rows, choice].sum())


def _best_at(worth: Floats, price: Floats, multiplier: float, budget: float) -> tuple[Whole, float, float]:
    """The choice when a unit of cost is priced at ``multiplier``, its cost, and the dual bound there."""
    score = worth - multiplier * price
    choice = score.argmax(axis=1)
    rows = np.arange(len(choice))
    return choice, float(price[rows, choice].sum()), float(score[rows, choice].sum()) + multiplier * budget


def _bisect(worth: Floats, price: Floats, budget: float, rounds: int) -> tuple[Whole, float]:
    choice, spent, bound = _best_at(worth, price, 0.0, budget)
    if spent <= budget:
        return choice, bound
    low, high, feasible = 0.0, 1.0, price.argmin(axis=1)
    while (found := _best_at(worth, price, high, budget))[1] > budget and high < 1e18:
        bound, high = min(bound, found[2]), high * 4
    for _ in range(rounds):
        middle = (low + high) / 2
        choice, spent, dual = _best_at(worth, price, middle, budget)
        bound = min(bound, dual)
        if spent <= budget:
            feasible, high = choice, middle
        else:
            low = middle
    return feasible, bound


def _polish(worth: Floats, price: Floats, choice: Whole, budget: float, *, passes: int = 8) -> Whole:
    """Spend what is left on the exchanges that gain most for their cost, one a customer and pass."""
    choice, rows = choice.copy(), np.arange(len(choice))
    for _ in range(passes):
        gain = worth - worth[rows, choice][:, None]
        extra = price - price[rows, choice][:, None]
        left = budget - float(price[rows, choice].sum())
        ratio = np.where((gain > 0) & (extra <= left), gain / np.maximum(extra, 1e-12), 0.0)
        option = ratio.argmax(axis=1)
        best = ratio[rows, option]
        order = np.argsort(-best, kind="stable")[: int((best > 0).sum())]
        taken = False
        for row in order:
            step = float(extra[row, option[row]])
            if step <= left:
                choice[row], left, taken = option[row], left - step, True
        if not taken:
            break
    return choice
