from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.kit.money import Money
from makegood.ledger.events import BudgetRanLow, BudgetReserved
from makegood.ledger.models import Budget, Transfer
from makegood.ledger.operations.write_transfer import draft, known, locked, write
from makegood.ledger.rules.movements import Kind, effects_of, falls_below


@transaction.atomic
def reserve(budget: Budget, amount: Money, *, key: str, subject: tuple[str, int], by: Actor, at: datetime) -> Transfer:
    """Set ``amount`` aside for ``subject``, once under ``key``.

    Locks the budget and sums since its last checkpoint, so two reservations at once never exceed it. Raises
    BudgetExhausted (how much is left), KeyAlreadyUsed, Invalid. Who reserves from several budgets in one
    transaction takes them in the order of their ids.
    """
    if amount.currency != budget.unit:
        raise Invalid(_("This budget is kept in another unit."), field="amount")
    budget = locked(budget.pk)
    wanted = draft(budget, Kind.RESERVE, amount.minor, key=key, subject=subject, by=by, at=at)
    if found := known(wanted):
        return found
    written = write(wanted, effects_of(Kind.RESERVE, amount.minor))
    journal.record(BudgetReserved(budget.pk, budget.branch_id, written.transfer.pk), by=by, at=at)
    if falls_below(written.before, written.after, percent=budget.warn_below_percent):
        journal.record(BudgetRanLow(budget.pk, budget.branch_id, budget.warn_below_percent), by=by, at=at)
    return written.transfer
