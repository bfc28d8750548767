from makegood.ledger.queries.balances import balance_of, balances, left_of, overview, points_of
from makegood.ledger.queries.budgets import budget_for
from makegood.ledger.queries.forecast import RunOut, forecasts
from makegood.ledger.queries.proof import Proof, prove_balances
from makegood.ledger.rules.words import written

__all__ = [
    "Proof", "RunOut", "balance_of", "balances", "budget_for", "forecasts", "left_of", "overview", "points_of",
    "prove_balances", "written",
]  # fmt: skip
