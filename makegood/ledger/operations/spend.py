from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.kit.money import Money
from makegood.ledger.events import BudgetSpent
from makegood.ledger.models import NothingToMove, Transfer
from makegood.ledger.operations.write_transfer import draft, known, locked, write
from makegood.ledger.queries.balances import left_of
from makegood.ledger.rules.movements import Kind, Purpose, effects_of


@transaction.atomic
def spend(
    reservation: Transfer, amount: Money, *, key: str, by: Actor, at: datetime, holder_id: int | None = None
) -> Transfer:
    """Pay ``amount`` out of a reservation, exactly once under ``key``.

    The same key with the same facts returns the first transfer; with other facts it raises KeyAlreadyUsed.
    ``holder_id`` credits a customer's own account (points). Raises NothingToMove beyond what is left.
    """
    if amount.currency != reservation.unit:
        raise Invalid(_("This budget is kept in another unit."), field="amount")
    budget = locked(reservation.budget_id)
    wanted = draft(
        budget, Kind.SPEND, amount.minor, key=key, subject=(reservation.subject_kind, reservation.subject_id),
        by=by, at=at, reservation=reservation, holder_id=holder_id,
    )  # fmt: skip
    if found := known(wanted):
        return found
    if (left := left_of([reservation.pk])[reservation.pk]) < amount:
        raise NothingToMove(left)
    effects = effects_of(Kind.SPEND, amount.minor)
    if holder_id is not None:
        effects |= {Purpose.ISSUED: -amount.minor, Purpose.HOLDER: amount.minor}
    written = write(wanted, effects)
    journal.record(BudgetSpent(budget.pk, budget.branch_id, written.transfer.pk), by=by, at=at)
    return written.transfer
