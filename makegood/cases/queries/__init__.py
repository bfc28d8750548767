from makegood.cases.queries.finding import found_by
from makegood.cases.queries.hand_offs import open_hand_off, waiting_for

__all__ = ["found_by", "open_hand_off", "waiting_for"]
