"""The states of an offer and of a fulfilment, and the moves between them."""

from __future__ import annotations

from enum import StrEnum


class OfferStatus(StrEnum):
    PROPOSED = "proposed"
    WAITING_FOR_APPROVAL = "waiting_for_approval"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    FULFILLING = "fulfilling"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    REVERSED = "reversed"


O = OfferStatus  # noqa: E741
MOVES: dict[OfferStatus, frozenset[OfferStatus]] = {
    O.PROPOSED: frozenset({O.WAITING_FOR_APPROVAL, O.OFFERED, O.CANCELLED, O.LAPSED}),
    O.WAITING_FOR_APPROVAL: frozenset({O.OFFERED, O.CANCELLED, O.LAPSED}),
    O.OFFERED: frozenset({O.ACCEPTED, O.DECLINED, O.LAPSED, O.CANCELLED}),
    O.ACCEPTED: frozenset({O.FULFILLING}),
    O.FULFILLING: frozenset({O.FULFILLED}),
    O.FULFILLED: frozenset({O.REVERSED}),
    O.DECLINED: frozenset(),
    O.LAPSED: frozenset(),
    O.CANCELLED: frozenset(),
    O.REVERSED: frozenset(),
}
OPEN = (O.PROPOSED, O.WAITING_FOR_APPROVAL, O.OFFERED)
STANDING = (*OPEN, O.ACCEPTED, O.FULFILLING, O.FULFILLED)
SHOWN_TO_CUSTOMER = (O.OFFERED, O.ACCEPTED, O.DECLINED, O.LAPSED, O.FULFILLING, O.FULFILLED)


class FulfilmentState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    UNKNOWN = "unknown"  # neither confirmed nor refused: asked about, never repeated blindly
    FAILED = "failed"


F = FulfilmentState
FULFILMENT_MOVES: dict[FulfilmentState, frozenset[FulfilmentState]] = {
    F.WAITING: frozenset({F.SENT, F.DONE, F.UNKNOWN, F.FAILED}),
    F.SENT: frozenset({F.DONE, F.UNKNOWN, F.FAILED}),
    F.UNKNOWN: frozenset({F.DONE, F.FAILED}),
    F.DONE: frozenset(),
    F.FAILED: frozenset(),
}
UNSETTLED = (F.WAITING, F.SENT, F.UNKNOWN)


def may_become(new: OfferStatus) -> tuple[OfferStatus, ...]:
    """The states an offer can move to ``new`` from."""
    return tuple(old for old, allowed in MOVES.items() if new in allowed)


def fulfilment_may_become(new: FulfilmentState) -> tuple[FulfilmentState, ...]:
    return tuple(old for old, allowed in FULFILMENT_MOVES.items() if new in allowed)
