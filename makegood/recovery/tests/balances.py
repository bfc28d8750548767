"""What 静安店 has left, in a form tests can compare."""

from __future__ import annotations

from typing import Any

from makegood.ledger.models import Budget
from makegood.ledger.queries import balance_of


def stands(company: Any, unit: str = "CNY") -> tuple[int, int, int]:
    """(available, reserved, spent) of the unit in branch A."""
    balance = balance_of(Budget.objects.get(branch=company.branch_a, unit=unit))
    return balance.available, balance.reserved, balance.spent
