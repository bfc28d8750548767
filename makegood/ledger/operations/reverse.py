from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.ledger.events import TransferReversed
from makegood.ledger.models import NothingToMove, Transfer
from makegood.ledger.operations.write_transfer import draft, known, locked, write
from makegood.ledger.queries.balances import left_of
from makegood.ledger.rules.movements import Kind, Purpose, effects_of


@transaction.atomic
def reverse(transfer: Transfer, *, key: str, by: Actor, at: datetime) -> Transfer:
    """Undo a transfer by its mirror image; nothing already written is touched.

    A reversed payment leaves its reservation open again, to be paid anew or released. Raises
    SomebodyWasFaster (reversed already), NothingToMove (a reservation in use), BudgetExhausted, KeyAlreadyUsed.
    """
    if transfer.kind == Kind.REVERSE:
        raise Invalid(_("A reversal cannot be reversed. Record the movement anew."))
    budget = locked(transfer.budget_id)
    wanted = draft(
        budget, Kind.REVERSE, transfer.amount, key=key, subject=(transfer.subject_kind, transfer.subject_id),
        by=by, at=at, reverses=transfer, reservation_id=transfer.reservation_id, holder_id=transfer.holder_id,
    )  # fmt: skip
    if found := known(wanted):
        return found
    if Transfer.objects.filter(reverses=transfer).exists():
        raise SomebodyWasFaster
    _must_not_be_in_use(transfer)
    written = write(wanted, _mirror(transfer))
    journal.record(TransferReversed(budget.pk, budget.branch_id, written.transfer.pk), by=by, at=at)
    return written.transfer


def _must_not_be_in_use(transfer: Transfer) -> None:
    if transfer.kind == Kind.RESERVE:
        left = left_of([transfer.pk])[transfer.pk]
        if left != transfer.money:
            raise NothingToMove(left)


def _mirror(transfer: Transfer) -> dict[Purpose, int]:
    effects = effects_of(Kind(transfer.kind), transfer.amount)
    if transfer.holder_id is not None:
        effects |= {Purpose.ISSUED: -transfer.amount, Purpose.HOLDER: transfer.amount}
    return {purpose: -amount for purpose, amount in effects.items()}
