"""Why money does not move, in words a person can act on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.kit.errors import Refusal
from makegood.kit.money import Money
from makegood.ledger.rules.words import written


class BudgetExhausted(Refusal):
    """The budget does not cover the amount. ``left`` and ``needed`` are Money."""

    code = "budget_exhausted"
    message = _(
        "The budget has only %(left)s left, and %(needed)s is needed. Offer something smaller or ask finance for more."
    )

    def __init__(self, left: Money, needed: Money) -> None:
        super().__init__(None, left=written(left), needed=written(needed))
        self.left, self.needed = left, needed


class NoBudget(Refusal):
    """No budget of the branch, or of one above it, covers this unit on this day."""

    code = "no_budget"
    message = _("No budget covers this here and now. Ask finance to open one.")


class KeyAlreadyUsed(Refusal):
    """The idempotency key belongs to a transfer with other facts."""

    code = "key_already_used"
    message = _("This movement was recorded already, with other details. Look at it before you try again.")


class NothingToMove(Refusal):
    """More was to be spent, released or reversed than is left of the transfer."""

    code = "nothing_to_move"
    message = _("Only %(left)s is left of this reservation. Look at what was already paid or released.")

    def __init__(self, left: Money) -> None:
        super().__init__(None, left=written(left))
        self.left = left
