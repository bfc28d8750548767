from makegood.intake.queries.balance import ChannelDay, daily_balance, lost_arrivals
from makegood.intake.queries.feedback import feedback_of_batch, ids_of_batch, links_of, list_of

__all__ = ["ChannelDay", "daily_balance", "feedback_of_batch", "ids_of_batch", "links_of", "list_of", "lost_arrivals"]
