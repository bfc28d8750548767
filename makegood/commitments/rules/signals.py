"""What the room hears: something happened to a subject."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple


class Subject(NamedTuple):
    """Anything a promise can be about: ("case", 12), ("feedback", 7), ("hand_off", 3)."""

    kind: str
    id: int


@dataclass(frozen=True)
class Signal:
    """`name` happened to `subject`; facts are codes and ids only (nature, urgency, level, branch_id …).

    `at` is when it happened; left out, it happened when it was heard. A judgement says what the subject was from
    `at` on and was made at `judged_at`: of several by one name the newest counts (see `rules.judgements`).
    `facts["evidence"]` is the id of the message that proves it.
    """

    name: str
    subject: tuple[str, int]
    facts: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    judged_at: datetime | None = None

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
    "case.assigned",
    "case.handed_off",
    "case.hand_off_accepted",
    "case.hand_off_declined",
    "case.hand_off_taken_back",
    "case.waiting_for_customer",
    "case.customer_answered",
    "case.question_not_delivered",
    "case.investigated",
    "case.decided",
    "case.offered",
    "case.performed",
    "case.closed",
    "case.reopened",
    "hand_off.opened",
    "hand_off.accepted",
    "hand_off.declined",
    "hand_off.taken_back",
    "offer.sent",
    "offer.accepted",
    "offer.declined",
    "offer.ended",
    "offer.fulfilled",
)
_STAGE = re.compile(r"^(stage\.[\w-]{1,40}\.(started|ended|promised)|state\.[\w-]{1,40}\.entered)$")
_MEASURE = re.compile(r"^measure\.[a-z][\w-]{0,39}$")

REFILING = frozenset(
    {"feedback.classified", "case.reprioritised", "case.assigned", "case.hand_off_accepted"}
)  # what a subject is, or whose it is, changed: its promises are looked through again
WAITING_FOR = {"case.waiting_for_customer": "customer", "case.offered": "customer", "offer.sent": "customer"}
NEEDS_PROOF = frozenset({"case.waiting_for_customer"})  # a clock waits for an answer only to a question that was asked
ENDS_THE_WAIT = {"case.question_not_delivered": "case.waiting_for_customer"}  # the question never reached anybody

SKEW = timedelta(minutes=5)  # how far apart the clocks of honest senders run
SKEW_OF_HISTORY = timedelta(hours=24)  # a file's dates may be of another time zone


def is_ahead(signal: Signal, *, heard_at: datetime, is_history: bool) -> bool:
    """Whether it is dated so far in the future that its sender's clock must be wrong. Promised dates may be."""
    if signal.at is None or signal.name.endswith(".promised"):
        return False
    return signal.at > heard_at + (SKEW_OF_HISTORY if is_history else SKEW)


def unknown_signals(names: Iterable[str]) -> list[str]:
    """Names that nothing in the product sends; stages, states and measures are named freely (measure.temperature)."""
    return sorted(
        name for name in set(names) if name not in KNOWN and not _STAGE.match(name) and not _MEASURE.match(name)
    )


class Heard(NamedTuple):
    """A signal as a replay sees it."""

    at: datetime
    name: str
    facts: Mapping[str, Any]
    judged_at: datetime | None = None
