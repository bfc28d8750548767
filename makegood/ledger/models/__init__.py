from makegood.ledger.models.account import Account
from makegood.ledger.models.budget import Budget, Checkpoint
from makegood.ledger.models.refusals import BudgetExhausted, KeyAlreadyUsed, NoBudget, NothingToMove
from makegood.ledger.models.transfer import Posting, Transfer

__all__ = [
    "Account", "Budget", "BudgetExhausted", "Checkpoint", "KeyAlreadyUsed", "NoBudget", "NothingToMove",
    "Posting", "Transfer",
]  # fmt: skip
