"""The purpose under which budgets for making good are kept in the ledger."""

REMEDIES = "remedies"
