from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.kit.money import Money
from makegood.ledger.events import BudgetReleased
from makegood.ledger.models import NothingToMove, Transfer
from makegood.ledger.operations.write_transfer import draft, known, locked, write
from makegood.ledger.queries.balances import left_of
from makegood.ledger.rules.movements import Kind, effects_of


@transaction.atomic
def release(
    reservation: Transfer, *, key: str, by: Actor, at: datetime, amount: Money | None = None
) -> Transfer | None:
    """Give ``amount`` of a reservation back to its budget; without an amount, all that is left of it.

    Returns None when nothing was left. Raises NothingToMove, KeyAlreadyUsed, Invalid.
    """
    if amount is not None and amount.currency != reservation.unit:
        raise Invalid(_("This budget is kept in another unit."), field="amount")
    budget = locked(reservation.budget_id)
    if amount is None and (found := Transfer.objects.filter(idempotency_key=key, reservation=reservation).first()):
        return found
    left = left_of([reservation.pk])[reservation.pk]
    wanted_amount = left if amount is None else amount
    if not wanted_amount:
        return None
    wanted = draft(
        budget, Kind.RELEASE, wanted_amount.minor, key=key,
        subject=(reservation.subject_kind, reservation.subject_id), by=by, at=at, reservation=reservation,
    )  # fmt: skip
    if found := known(wanted):
        return found
    if left < wanted_amount:
        raise NothingToMove(left)
    written = write(wanted, effects_of(Kind.RELEASE, wanted_amount.minor))
    journal.record(BudgetReleased(budget.pk, budget.branch_id, written.transfer.pk), by=by, at=at)
    return written.transfer
