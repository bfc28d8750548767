from __future__ import annotations

from dataclasses import dataclass

from makegood.insight.scope import Drill, Scope
from makegood.kit.money import Money
from makegood.ledger.models import Budget
from makegood.ledger.queries import overview


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One budget in force: granted = spent + reserved + left. Amounts are in minor units of its own unit."""

    budget: Budget
    granted: Money
    spent: Money
    reserved: Money
    left: Money
    used_share: float
    is_low: bool
    drill: Drill


def budgets(scope: Scope) -> list[MoneyLine]:
    """Budgets in force on the reader's day, the most used first; two queries. A6"""
    lines = []
    for line in overview(scope.branch_ids, on=scope.today):
        balance = line.balance
        lines.append(
            MoneyLine(
                line.budget,
                balance.money("funded"),
                balance.money("spent"),
                balance.money("reserved"),
                balance.money("available"),
                balance.used_share,
                balance.available * 100 < balance.funded * line.budget.warn_below_percent,
                scope.drill("transfers", budget=line.budget.pk),
            )
        )
    return sorted(lines, key=lambda line: -line.used_share)
