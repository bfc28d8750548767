"""Whose turn it is: who must do something before a promise goes on."""

from enum import StrEnum

from makegood.commitments.rules.signals import WAITING_FOR
from makegood.commitments.rules.states import OPEN, ClockState


class Turn(StrEnum):
    US = "us"
    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"
    NOBODY = "nobody"  # it is over


def whose_turn(state: str, pause_reason: str) -> Turn:
    """A running clock is ours; a paused one is theirs for whom it waits: the customer, or somebody else."""
    if state not in OPEN:
        return Turn.NOBODY
    if state != ClockState.PAUSED:
        return Turn.US
    return Turn(WAITING_FOR.get(pause_reason, Turn.THIRD_PARTY))
