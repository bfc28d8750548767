from makegood.intake.operations.open_channel import change_channel, close_channel, open_channel
from makegood.intake.operations.propose_links import confirm_link, propose_links, reject_link
from makegood.intake.operations.receive import ChannelClosed, KeyReused, Received, receive_feedback

__all__ = [
    "ChannelClosed",
    "KeyReused",
    "Received",
    "change_channel",
    "close_channel",
    "confirm_link",
    "open_channel",
    "propose_links",
    "receive_feedback",
    "reject_link",
]
