from makegood.intake.operations.import_file import import_channel, import_file
from makegood.intake.operations.name_accused import name_accused
from makegood.intake.operations.open_channel import change_channel, close_channel, open_channel
from makegood.intake.operations.open_conversation import open_conversation
from makegood.intake.operations.propose_links import confirm_link, propose_links, reject_link
from makegood.intake.operations.receive import (
    ChannelClosed,
    KeyReused,
    Outdated,
    Received,
    Remembered,
    receive_feedback,
)
from makegood.intake.operations.receive_many import ManyReceived, NewFeedback, receive_many
from makegood.intake.operations.replay_rows import NotTheseRows, replay, upload_mended
from makegood.intake.operations.run_import import run_import
from makegood.intake.operations.start_import import ImportUnderWay, discard_import, queue_import, start_import

__all__ = [
    "ChannelClosed",
    "ImportUnderWay",
    "KeyReused",
    "ManyReceived",
    "NewFeedback",
    "NotTheseRows",
    "Outdated",
    "Received",
    "Remembered",
    "change_channel",
    "close_channel",
    "confirm_link",
    "discard_import",
    "import_channel",
    "import_file",
    "name_accused",
    "open_channel",
    "open_conversation",
    "propose_links",
    "queue_import",
    "receive_feedback",
    "receive_many",
    "reject_link",
    "replay",
    "run_import",
    "start_import",
    "upload_mended",
]
