"""How every movement is written: lock the budget, look for the key, check, post, count on.

The budget row is the lock. Whoever holds it reads sums that nobody else can change, and the ids of a
budget's transfers grow in the order in which they commit, which is what lets a checkpoint cut them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.ledger.models import Account, Budget, BudgetExhausted, Checkpoint, KeyAlreadyUsed, Posting, Transfer
from makegood.ledger.queries.balances import balance_of
from makegood.ledger.rules.movements import Balance, Kind, Purpose, overdraws

CHECKPOINT_EVERY = 200


@dataclass(frozen=True)
class Written:
    """A transfer and the balance on both sides of it."""

    transfer: Transfer
    before: Balance
    after: Balance


def locked(budget_id: int) -> Budget:
    """The budget, locked until the caller's transaction ends."""
    return Budget.objects.select_for_update(no_key=True).get(pk=budget_id)


def known(wanted: Transfer) -> Transfer | None:
    """The transfer already under this key. Raises KeyAlreadyUsed when its facts are others."""
    found = Transfer.objects.filter(idempotency_key=wanted.idempotency_key).first()
    if found is not None and found.facts() != wanted.facts():
        raise KeyAlreadyUsed
    return found


def draft(budget: Budget, kind: Kind, amount: int, *, key: str, subject: tuple[str, int], by: Actor, at: datetime,
          **links: Any) -> Transfer:  # fmt: skip
    """An unsaved transfer. Raises Invalid for an amount that moves nothing."""
    if amount <= 0:
        raise Invalid(_("The amount must be greater than zero."), field="amount")
    return Transfer(
        idempotency_key=key, kind=kind, budget=budget, amount=amount, unit=budget.unit, subject_kind=subject[0],
        subject_id=subject[1], actor_kind=by.kind.value, actor_id=by.id, at=at, **links,
    )  # fmt: skip


def write(transfer: Transfer, effects: dict[Purpose, int]) -> Written:
    """Save ``transfer`` with its postings under the lock of its budget. Raises BudgetExhausted."""
    budget = transfer.budget
    before = balance_of(budget)
    after = before.after(effects)
    if overdraws(after, is_hard=budget.is_hard):
        raise BudgetExhausted(before.money("available"), transfer.money)
    try:
        with transaction.atomic():
            transfer.save(force_insert=True)
    except IntegrityError as error:
        raise KeyAlreadyUsed from error  # a request on another budget took the key while we held this one
    Posting.objects.bulk_create(
        Posting(transfer=transfer, account_id=account_id, amount=amount)
        for account_id, amount in _by_account(transfer, effects).items()
    )
    _count_on(budget, transfer, after)
    return Written(transfer, before, after)


def _by_account(transfer: Transfer, effects: dict[Purpose, int]) -> dict[int, int]:
    return {_account_id(transfer, purpose): amount for purpose, amount in effects.items()}


def _account_id(transfer: Transfer, purpose: Purpose) -> int:
    budget = transfer.budget
    own = {Purpose.AVAILABLE: budget.available_id, Purpose.RESERVED: budget.reserved_id, Purpose.SPENT: budget.spent_id}
    if purpose in own:
        return own[purpose]
    code = f"holder:{transfer.holder_id}:{budget.unit}" if purpose is Purpose.HOLDER else f"{purpose}:{budget.unit}"
    account, _new = Account.objects.get_or_create(code=code, defaults={"kind": purpose, "unit": budget.unit})
    return account.pk


def _count_on(budget: Budget, transfer: Transfer, after: Balance) -> None:
    last = Checkpoint.objects.filter(budget=budget).order_by("-through_id").values_list("through_id", flat=True).first()
    since = Transfer.objects.filter(budget=budget, pk__gt=last or 0).order_by("pk")
    if since[CHECKPOINT_EVERY - 1 :].exists():
        Checkpoint.objects.create(
            budget=budget, through=transfer, available=after.available, reserved=after.reserved, spent=after.spent,
            at=transfer.at,
        )  # fmt: skip
