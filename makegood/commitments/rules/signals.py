"""What the room hears: something happened to a subject."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple


class Subject(NamedTuple):
    """Anything a promise can be about: ("case", 12), ("feedback", 7), ("hand_off", 3)."""

    kind: str
    id: int


@dataclass(frozen=True)
class Signal:
    """`name` happened to `subject`; facts are codes and ids only (nature, urgency, level, branch_id …).

    `at` is when it happened; left out, it happened when it was heard.
    """

    name: str
    subject: tuple[str, int]
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None

    def dated(self, heard_at: datetime) -> datetime:
        return self.at or heard_at


KNOWN = (
    "encounter.started",
    "feedback.received",
    "feedback.classified",
    "feedback.answered",
    "case.opened",
    "case.reprioritised",
    "case.acknowledged",
    "case.answered",
    "case.handed_off",
    "case.hand_off_accepted",
    "case.hand_off_declined",
    "case.waiting_for_customer",
    "case.customer_answered",
    "case.decided",
    "case.offered",
    "case.closed",
    "case.reopened",
    "hand_off.opened",
    "hand_off.accepted",
    "hand_off.declined",
    "offer.sent",
    "offer.accepted",
    "offer.declined",
    "offer.fulfilled",
)
_STAGE = re.compile(r"^stage\.[\w-]{1,40}\.(started|ended|promised)$")


def unknown_signals(names: Iterable[str]) -> list[str]:
    """Names that nothing in the product sends; stages are named freely (stage.dishes.ended)."""
    return sorted(name for name in set(names) if name not in KNOWN and not _STAGE.match(name))


class Heard(NamedTuple):
    """A signal as a replay sees it."""

    at: datetime
    name: str
    facts: Mapping[str, Any]
