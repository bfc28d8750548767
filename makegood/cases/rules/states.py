"""The states of a case and the moves between them: ISO 10002:2018 (GB/T 19012), clauses 7.2–7.9, in one table."""

from __future__ import annotations

from enum import StrEnum


class CaseStatus(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    DECIDED = "decided"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PERFORMED = "performed"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


S = CaseStatus
MOVES: dict[CaseStatus, frozenset[CaseStatus]] = {
    S.RECEIVED: frozenset({S.ACKNOWLEDGED, S.INVESTIGATING, S.OFFERED, S.WITHDRAWN}),
    S.ACKNOWLEDGED: frozenset({S.INVESTIGATING, S.DECIDED, S.OFFERED, S.CLOSED, S.WITHDRAWN}),
    S.INVESTIGATING: frozenset({S.DECIDED, S.OFFERED, S.CLOSED, S.WITHDRAWN}),
    S.DECIDED: frozenset({S.OFFERED, S.INVESTIGATING, S.CLOSED, S.WITHDRAWN}),
    S.OFFERED: frozenset({S.ACCEPTED, S.REJECTED, S.DECIDED, S.INVESTIGATING, S.WITHDRAWN}),
    S.REJECTED: frozenset({S.OFFERED, S.DECIDED, S.INVESTIGATING, S.CLOSED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.PERFORMED, S.DECIDED}),
    S.PERFORMED: frozenset({S.FOLLOWED_UP, S.OFFERED, S.CLOSED}),
    S.FOLLOWED_UP: frozenset({S.CLOSED, S.INVESTIGATING}),
    S.CLOSED: frozenset({S.INVESTIGATING}),
    S.WITHDRAWN: frozenset({S.INVESTIGATING}),
}
ENDED = frozenset({S.CLOSED, S.WITHDRAWN})
OPEN = frozenset(CaseStatus) - ENDED


def may_move(old: CaseStatus | str, new: CaseStatus | str) -> bool:
    return CaseStatus(new) in MOVES[CaseStatus(old)]
