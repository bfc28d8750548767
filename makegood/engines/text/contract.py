"""The contract of every text engine, whatever stands behind it.

`judge` takes texts as people wrote them (any script, length, encoding damage) and returns one `Judgement`
for each, in order. It never raises for a text, is the same for the same text, and says how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable


class Nature(StrEnum):
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"


class Source(StrEnum):
    INTERNAL = "internal"
    CUSTOMER = "customer"
    PARTNER = "partner"


class Urgency(StrEnum):
    URGENT = "urgent"
    IMPORTANT = "important"
    NORMAL = "normal"


class Category(StrEnum):
    EVENT_CONTENT = "event_content"
    EVENT_ORGANISATION = "event_organisation"
    COMPANY_IMAGE = "company_image"
    PRODUCT_SERVICE = "product_service"
    OTHER = "other"


class Flag(StrEnum):
    """What a person should know before reading on (E5, E12)."""

    SAFETY = "safety"
    LEGAL = "legal"
    MEDIA = "media"
    VULNERABLE = "vulnerable"
    ANGRY = "angry"


#: Finer aspects and the category each belongs to where nothing speaks of an event.
ASPECTS: dict[str, Category] = {
    "quality": Category.PRODUCT_SERVICE,
    "price": Category.PRODUCT_SERVICE,
    "staff_attitude": Category.PRODUCT_SERVICE,
    "staff_skill": Category.PRODUCT_SERVICE,
    "waiting": Category.PRODUCT_SERVICE,
    "delivery": Category.PRODUCT_SERVICE,
    "packaging": Category.PRODUCT_SERVICE,
    "after_sales": Category.PRODUCT_SERVICE,
    "billing": Category.PRODUCT_SERVICE,
    "food": Category.PRODUCT_SERVICE,
    "facilities": Category.PRODUCT_SERVICE,
    "cleanliness": Category.PRODUCT_SERVICE,
    "digital": Category.PRODUCT_SERVICE,
    "process": Category.PRODUCT_SERVICE,
    "theme": Category.EVENT_CONTENT,
    "substance": Category.EVENT_CONTENT,
    "form": Category.EVENT_CONTENT,
    "on_site_service": Category.EVENT_ORGANISATION,
    "schedule": Category.EVENT_ORGANISATION,
    "atmosphere": Category.EVENT_ORGANISATION,
    "brand": Category.COMPANY_IMAGE,
    "culture": Category.COMPANY_IMAGE,
    "honesty": Category.COMPANY_IMAGE,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Characters `start` to `end` (half-open, of the text given) spoke for the value; `why` is a short code."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Call:
    """One decided value; `abstains` when the engine would rather a person decided. Confidence is 0 to 1."""

    value: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    abstains: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """One number, −1 (bad) to 1 (good)."""

    value: float
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    abstains: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """A finer aspect that is spoken of, and how: polarity −1 to 1."""

    code: str
    polarity: float
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag, with what raised it."""

    flag: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything an engine says of one text. `language` is zh-Hans, zh-Hant, en or und.

    `intents` are wishes that an engine may hear besides the nature: `refund`, `churn`.
    """

    nature: Call
    source: Call
    urgency: Call
    category: Call
    sentiment: Score
    aspects: tuple[Aspect, ...] = ()
    flags: tuple[Raised, ...] = ()
    language: str = "und"
    intents: tuple[Raised, ...] = ()


@runtime_checkable
class TextEngine(Protocol):
    """`name` and `version` are stored with every verdict, so that old verdicts stay explainable."""

    name: str
    version: str

    def judge(self, texts: Sequence[str]) -> list[Judgement]:
        """One judgement for each text, in order; raises nothing for any text."""
        ...
