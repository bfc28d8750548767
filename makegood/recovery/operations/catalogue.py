from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from makegood.kit.actor import Actor
from makegood.kit.money import Money
from makegood.ledger.models import Budget, Transfer
from makegood.ledger.operations import fund_budget, open_budget
from makegood.people.models import Branch
from makegood.recovery.models import RemedyKind, StockItem
from makegood.recovery.rules.budgets import REMEDIES


@transaction.atomic
def save_remedy(code: str, **fields: Any) -> RemedyKind:
    """Add a remedy to the catalogue or change one; offers already made keep their amounts and costs."""
    kind, _new = RemedyKind.objects.update_or_create(code=code, defaults=fields)
    return kind


@transaction.atomic
def stock_up(
    item: StockItem, branch: Branch, pieces: int, *, key: str, since: date, by: Actor, at: datetime
) -> Transfer:
    """Put ``pieces`` of goods into a branch's stock, once under ``key``; the stock is opened on first use."""
    budget = Budget.objects.filter(branch=branch, kind=REMEDIES, unit=item.unit, ends_on=None).first()
    if budget is None:
        budget = open_budget(branch=branch, kind=REMEDIES, unit=item.unit, starts_on=since, ends_on=None, by=by, at=at)
    return fund_budget(budget, Money(pieces, item.unit), key=key, by=by, at=at)
