"""Why an offer does not move, in words a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from makegood.engines.offers import PolicyProblem
from makegood.kit.errors import Refusal


class OfferExpired(Refusal):
    code = "offer_expired"
    message = _("This offer has expired. Ask us and we will look for a new one.")


class OfferNotOpen(Refusal):
    code = "offer_not_open"
    message = _("This offer can no longer be answered. Look at its present state.")


class AlreadyPaid(Refusal):
    code = "already_paid"
    message = _("This was already paid under another reference. Nothing was paid again.")


class PaymentUnknown(Refusal):
    code = "payment_unknown"
    message = _("Nobody knows yet whether this payment arrived. Ask the payment provider, then settle it here.")


class NoPolicy(Refusal):
    code = "no_policy"
    message = _("No compensation policy is published yet. Ask the service manager to publish one.")


class CouponNotUsable(Refusal):
    code = "coupon_not_usable"
    message = _("This coupon cannot be used: it is unknown, expired, withdrawn or used already.")


PROBLEMS: dict[str, Any] = {
    "not_a_table": _("“%(details)s” must be a list of rows."),
    "no_id": _("A row has no name."),
    "repeated_id": _("Two rows are called “%(row)s”."),
    "unknown_group": _("Row “%(row)s”: there is no group “%(details)s”."),
    "unknown_column": _("Row “%(row)s”: there is no column “%(details)s”."),
    "unknown_value": _("Row “%(row)s”: “%(details)s” is not a value of this column."),
    "bad_number": _("Row “%(row)s”: “%(details)s” needs a number that makes sense."),
    "unknown_remedy": _("Row “%(row)s”: the catalogue has no remedy “%(details)s”."),
    "no_reason": _("Row “%(row)s”: the reason in “%(details)s” is missing."),
    "never_reached": _("Row “%(row)s” can never be reached; rows before it answer first."),
    "gap": _("No row answers for: %(details)s. Add a last row for everything else."),
    "too_large_to_check": _("The table tells too many kinds of cases apart (%(details)s) to be checked."),
}


def problem_words(problem: PolicyProblem) -> str:
    """What is wrong with a policy table, as a sentence in the reader's language."""
    sentence = str(PROBLEMS.get(problem.code, problem.code))
    return sentence % {"row": problem.row, "details": problem.details}


class PolicyUnsound(Refusal):
    """A policy that would leave cases unanswered or cannot be read; ``problems`` names each fault."""

    code = "policy_unsound"
    message = _("This policy cannot be published yet: %(problems)s")

    def __init__(self, problems: Sequence[PolicyProblem]) -> None:
        super().__init__(None, problems=" ".join(problem_words(problem) for problem in problems[:5]))
        self.problems = list(problems)
