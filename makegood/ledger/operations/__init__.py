from makegood.ledger.operations.fund import fund_budget, open_budget
from makegood.ledger.operations.release import release
from makegood.ledger.operations.reserve import reserve
from makegood.ledger.operations.reverse import reverse
from makegood.ledger.operations.spend import spend

__all__ = ["fund_budget", "open_budget", "release", "reserve", "reverse", "spend"]
