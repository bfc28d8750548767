from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class ChipState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    DUE_SOON = "due_soon"
    KEPT = "kept"
    BROKEN = "broken"


STATE_WORDS: dict[ChipState, Words] = {
    ChipState.RUNNING: _("Running"),
    ChipState.PAUSED: _("Paused"),
    ChipState.DUE_SOON: _("Due soon"),
    ChipState.KEPT: _("Kept"),
    ChipState.BROKEN: _("Broken"),
}


@dataclass(frozen=True)
class ChipSegment:
    """One stretch of a clock. ``kind`` is running, paused or late; ``share`` its part of the whole, 0 to 1."""

    kind: str
    words: Words
    started_at: datetime
    ended_at: datetime | None = None
    share: float = 0.0


@dataclass(frozen=True)
class PromiseChip:
    """One promise on one subject, as a ring that drains with the working time that remains."""

    id: str
    state: ChipState
    statement: Words
    words: Words
    remaining_share: float = 1.0
    due_at: datetime | None = None
    is_provisional: bool = False
    reason: Words = ""
    segments: tuple[ChipSegment, ...] = ()
    calendar: Words = ""
    version: Words = ""
    extension: Words = ""

    @property
    def state_words(self) -> Words:
        return STATE_WORDS[self.state]

    @property
    def ring(self) -> str:
        """The dash pattern of a circle whose path is 100 long."""
        share = 1.0 if self.state in (ChipState.KEPT, ChipState.BROKEN) else self.remaining_share
        return f"{round(100 * min(max(share, 0.0), 1.0), 1)} 100"

    @property
    def bars(self) -> list[tuple[str, float, float]]:
        """(kind, start, width) of each segment on a line 100 long."""
        placed, at = [], 0.0
        for segment in self.segments:
            width = round(100 * segment.share, 2)
            placed.append((segment.kind, round(at, 2), width))
            at += width
        return placed
