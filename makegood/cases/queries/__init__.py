from makegood.cases.queries.finding import found_by
from makegood.cases.queries.hand_offs import open_hand_off, waiting_for
from makegood.cases.queries.language import language_of

__all__ = ["found_by", "language_of", "open_hand_off", "waiting_for"]
