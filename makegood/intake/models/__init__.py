from makegood.intake.models.arrival import Arrival, Outcome, Repeat
from makegood.intake.models.channel import Channel, ChannelKind
from makegood.intake.models.feedback import Feedback
from makegood.intake.models.imports import Batch, Import, ImportRow, ImportState, Mapping, RowState
from makegood.intake.models.proposed_link import LinkKind, LinkState, ProposedLink

__all__ = [
    "Arrival",
    "Batch",
    "Channel",
    "ChannelKind",
    "Feedback",
    "Import",
    "ImportRow",
    "ImportState",
    "LinkKind",
    "LinkState",
    "Mapping",
    "Outcome",
    "ProposedLink",
    "Repeat",
    "RowState",
]
