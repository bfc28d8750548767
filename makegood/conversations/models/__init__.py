from makegood.conversations.models.draft import Draft
from makegood.conversations.models.message import Delivery, Message, MessageKind
from makegood.conversations.models.presence import Presence
from makegood.conversations.models.thread import Thread

__all__ = ["Delivery", "Draft", "Message", "MessageKind", "Presence", "Thread"]
