from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Sum

from makegood.kit.money import Money
from makegood.ledger.models import Budget, Posting, Transfer
from makegood.ledger.rules.movements import Balance, Kind, Purpose

SUMS = """
SELECT b.id, b.unit,
       COALESCE(c.available, 0) + COALESCE(SUM(p.amount) FILTER (WHERE p.account_id = b.available_id), 0),
       COALESCE(c.reserved, 0) + COALESCE(SUM(p.amount) FILTER (WHERE p.account_id = b.reserved_id), 0),
       COALESCE(c.spent, 0) + COALESCE(SUM(p.amount) FILTER (WHERE p.account_id = b.spent_id), 0)
FROM ledger_budget b
LEFT JOIN LATERAL (
  SELECT through_id, available, reserved, spent FROM ledger_checkpoint
  WHERE budget_id = b.id ORDER BY through_id DESC LIMIT 1
) c ON TRUE
LEFT JOIN ledger_posting p
  ON p.account_id = ANY (ARRAY[b.available_id, b.reserved_id, b.spent_id]) AND p.transfer_id > COALESCE(c.through_id, 0)
WHERE b.id = ANY (%s)
GROUP BY b.id, b.unit, c.available, c.reserved, c.spent
"""


def balances(budget_ids: Iterable[int]) -> dict[int, Balance]:
    """Budget id → its balance in minor units; one query, counted on from each budget's last checkpoint."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [list(budget_ids)])
        return {row[0]: Balance(row[1], *map(int, row[2:])) for row in cursor.fetchall()}


def balance_of(budget: Budget) -> Balance:
    return balances([budget.pk])[budget.pk]


@dataclass(frozen=True)
class BudgetLine:
    budget: Budget
    balance: Balance


def overview(branch_ids: frozenset[int] | None, *, on: date) -> list[BudgetLine]:
    """The budgets in force on a day in these branches (None = all) with their balances; two queries."""
    found = list(Budget.objects.in_branches(branch_ids).in_force(on).select_related("branch"))
    known = balances(budget.pk for budget in found)
    return [BudgetLine(budget, known[budget.pk]) for budget in found]


def left_of(reservation_ids: Iterable[int]) -> dict[int, Money]:
    """Reservation id → what is neither spent nor released of it. A reversed use counts as not used."""
    ids = list(reservation_ids)
    reserved = Transfer.objects.filter(pk__in=ids, kind=Kind.RESERVE).values_list("pk", "amount", "unit", "reversed_by")
    uses = Transfer.objects.filter(reservation__in=ids, reversed_by=None).exclude(kind=Kind.REVERSE)
    used = dict(uses.order_by().values_list("reservation").annotate(total=Sum("amount")))
    return {pk: Money(0 if gone else amount - used.get(pk, 0), unit) for pk, amount, unit, gone in reserved}


def points_of(customer_id: int, *, unit: str = "POINTS") -> int:
    """What a customer holds of a unit that is credited to customers."""
    held = Posting.objects.filter(account__kind=Purpose.HOLDER, account__code=f"holder:{customer_id}:{unit}")
    return int(held.aggregate(total=Sum("amount"))["total"] or 0)
