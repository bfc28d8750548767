from __future__ import annotations

from datetime import date

from makegood.ledger.models import Budget, NoBudget
from makegood.people.models import Branch


def budget_for(branch: Branch, *, kind: str, unit: str, on: date) -> Budget:
    """The budget that pays here: the branch's own, else the nearest one above it. Raises NoBudget."""
    line = [int(part) for part in branch.path.split("/") if part]
    found = {
        budget.branch_id: budget
        for budget in Budget.objects.in_force(on).filter(branch_id__in=line, kind=kind, unit=unit)
    }
    for branch_id in reversed(line):
        if branch_id in found:
            return found[branch_id]
    raise NoBudget
