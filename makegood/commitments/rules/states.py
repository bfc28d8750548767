"""The states of a promise's text and of a clock, and the moves between them."""

from enum import StrEnum


class VersionState(StrEnum):
    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


MOVES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.REVIEWED, VersionState.WITHDRAWN}),
    VersionState.REVIEWED: frozenset({VersionState.DRAFT, VersionState.PUBLISHED, VersionState.WITHDRAWN}),
    VersionState.PUBLISHED: frozenset({VersionState.REPLACED, VersionState.WITHDRAWN}),
    VersionState.REPLACED: frozenset(),
    VersionState.WITHDRAWN: frozenset(),
}


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"  # merged into another subject's clock
    CANCELLED = "cancelled"  # what was promised is no longer owed


OPEN = (ClockState.RUNNING, ClockState.PAUSED)


class Outcome(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    VOID = "void"  # an earlier verdict no longer holds and nothing has taken its place


def can_move(old: str, new: str) -> bool:
    """Whether a promise's text may go from one state to another."""
    return VersionState(new) in MOVES[VersionState(old)]
