from makegood.intake.queries.balance import ChannelDay, daily_balance, lost_arrivals
from makegood.intake.queries.feedback import answers_of_batch, feedback_of_batch, ids_of_batch, links_of, list_of

__all__ = [
    "ChannelDay",
    "answers_of_batch",
    "daily_balance",
    "feedback_of_batch",
    "ids_of_batch",
    "links_of",
    "list_of",
    "lost_arrivals",
]
