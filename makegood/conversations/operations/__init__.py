from makegood.conversations.operations.deliver import deliver, deliver_due, send_again
from makegood.conversations.operations.draft import discard_draft, save_draft
from makegood.conversations.operations.look import forget_presences, look
from makegood.conversations.operations.open_thread import NewThread, bind_customer, open_thread, open_threads
from makegood.conversations.operations.write_message import write_message
from makegood.conversations.operations.write_messages import NewMessage, write_messages

__all__ = [
    "NewMessage",
    "NewThread",
    "bind_customer",
    "deliver",
    "deliver_due",
    "discard_draft",
    "forget_presences",
    "look",
    "open_thread",
    "open_threads",
    "save_draft",
    "send_again",
    "write_message",
    "write_messages",
]
