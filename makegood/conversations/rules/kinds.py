"""Every kind of message: who reads it, which way it goes, and whether it answers the customer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    CUSTOMER = "customer"
    INTERNAL = "internal"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NONE = "none"


class Kind(StrEnum):
    CUSTOMER_MESSAGE = "customer_message"
    ACKNOWLEDGEMENT = "acknowledgement"
    AUTO_ACKNOWLEDGEMENT = "auto_acknowledgement"
    REPLY = "reply"
    OFFER = "offer"
    QUESTION = "question"
    NOTICE = "notice"
    NOTE = "note"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class KindFacts:
    audience: Audience
    direction: Direction
    counts_as_response: bool


# A response answers what the customer asked. Saying "we got it", by hand or by machine, does not, and
# neither does asking back or telling of news: else a promise to answer could be kept without an answer.
KINDS: dict[Kind, KindFacts] = {
    Kind.CUSTOMER_MESSAGE: KindFacts(Audience.CUSTOMER, Direction.IN, counts_as_response=False),
    Kind.ACKNOWLEDGEMENT: KindFacts(Audience.CUSTOMER, Direction.OUT, counts_as_response=False),
    Kind.AUTO_ACKNOWLEDGEMENT: KindFacts(Audience.CUSTOMER, Direction.OUT, counts_as_response=False),
    Kind.REPLY: KindFacts(Audience.CUSTOMER, Direction.OUT, counts_as_response=True),
    Kind.OFFER: KindFacts(Audience.CUSTOMER, Direction.OUT, counts_as_response=True),
    Kind.QUESTION: KindFacts(Audience.CUSTOMER, Direction.OUT, counts_as_response=False),
    Kind.NOTICE: KindFacts(Audience.CUSTOMER, Direction.OUT, counts_as_response=False),
    Kind.NOTE: KindFacts(Audience.INTERNAL, Direction.NONE, counts_as_response=False),
    Kind.SYSTEM: KindFacts(Audience.INTERNAL, Direction.NONE, counts_as_response=False),
}
RESPONSES = frozenset(kind for kind, facts in KINDS.items() if facts.counts_as_response)
