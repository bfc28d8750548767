from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.kit.money import Money
from makegood.ledger.events import BudgetFunded, BudgetOpened
from makegood.ledger.models import Account, Budget, Transfer
from makegood.ledger.operations.write_transfer import draft, known, locked, write
from makegood.ledger.rules.movements import Kind, Purpose, effects_of
from makegood.people.models import Branch


@transaction.atomic
def open_budget(
    *, branch: Branch, kind: str, unit: str, starts_on: date, ends_on: date | None, by: Actor, at: datetime,
    limit: str = Budget.Limit.HARD, warn_below_percent: int = 20,
) -> Budget:  # fmt: skip
    """A budget for [starts_on, ends_on), still empty. Raises Invalid where it would overlap another of its kind."""
    if ends_on is not None and ends_on <= starts_on:
        raise Invalid(_("A budget must end after it starts."), field="ends_on")
    Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)  # two openings at once could not see each other
    same = Budget.objects.filter(branch=branch, kind=kind, unit=unit).filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if (same if ends_on is None else same.filter(starts_on__lt=ends_on)).exists():
        raise Invalid(_("Another budget of this kind already covers part of this period."), field="starts_on")
    stem = f"budget:{branch.pk}:{kind}:{unit}:{starts_on:%Y%m%d}"
    accounts = {
        str(purpose): Account.objects.create(kind=purpose, code=f"{stem}:{purpose}", unit=unit)
        for purpose in (Purpose.AVAILABLE, Purpose.RESERVED, Purpose.SPENT)
    }
    budget = Budget.objects.create(
        branch=branch, kind=kind, unit=unit, starts_on=starts_on, ends_on=ends_on, limit=limit,
        warn_below_percent=warn_below_percent, **accounts,
    )  # fmt: skip
    journal.record(BudgetOpened(budget.pk, branch.pk), by=by, at=at)
    return budget


@transaction.atomic
def fund_budget(budget: Budget, amount: Money, *, key: str, by: Actor, at: datetime) -> Transfer:
    """Grant ``amount`` to a budget, once under ``key``. Raises KeyAlreadyUsed, Invalid for another unit."""
    if amount.currency != budget.unit:
        raise Invalid(_("This budget is kept in another unit."), field="amount")
    budget = locked(budget.pk)
    wanted = draft(budget, Kind.FUND, amount.minor, key=key, subject=("budget", budget.pk), by=by, at=at)
    if found := known(wanted):
        return found
    written = write(wanted, effects_of(Kind.FUND, amount.minor))
    journal.record(BudgetFunded(budget.pk, budget.branch_id, written.transfer.pk), by=by, at=at)
    return written.transfer
