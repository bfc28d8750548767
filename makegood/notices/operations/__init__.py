from makegood.notices.operations.deliver import deliver_due, redeliver
from makegood.notices.operations.emails import send_due_emails
from makegood.notices.operations.queue_deliveries import queue_deliveries, queue_many_deliveries
from makegood.notices.operations.subscribe import subscribe, unsubscribe
from makegood.notices.operations.take_back import take_back
from makegood.notices.operations.tell import mark_all_read, mark_read, set_preference, tell

__all__ = [
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "queue_deliveries",
    "queue_many_deliveries",
    "redeliver",
    "send_due_emails",
    "set_preference",
    "subscribe",
    "take_back",
    "tell",
    "unsubscribe",
]
