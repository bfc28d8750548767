"""By when a person must have looked (E5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

HOURS: Mapping[str, float] = {"urgent": 1, "important": 4, "normal": 24}
PRIORITY: Mapping[str, int] = {"urgent": 0, "important": 1, "normal": 2}


def screening_due(urgency: str, received_at: datetime, *, hours: Mapping[str, float] = HOURS) -> datetime:
    """The moment by which an item of this urgency is to be screened; elapsed hours, day and night."""
    return received_at + timedelta(hours=hours.get(urgency, HOURS["normal"]))


def priority(urgency: str, *, is_angry: bool) -> int:
    """0 comes first. An angry customer moves up one step (E12)."""
    return max(0, PRIORITY.get(urgency, 2) - (1 if is_angry else 0))
