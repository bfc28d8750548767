from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class OfferProposed(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None
    source: str = "staff"


@dataclass(frozen=True)
class OfferSentForApproval(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class OfferSent(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class OfferAccepted(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None
    option_id: int = 0


@dataclass(frozen=True)
class OfferDeclined(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class OfferLapsed(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class OfferCancelled(Event, subject="offer"):
    """``reason`` is a code: withdrawn, refused, breach_withdrawn."""

    offer_id: int
    case_id: int
    branch_id: int | None
    reason: str = "withdrawn"


@dataclass(frozen=True)
class FulfilmentStarted(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None
    fulfilment_id: int = 0


@dataclass(frozen=True)
class FulfilmentUnknown(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None
    fulfilment_id: int = 0


@dataclass(frozen=True)
class FulfilmentFailed(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None
    fulfilment_id: int = 0


@dataclass(frozen=True)
class RemedyFulfilled(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None
    fulfilment_id: int = 0


@dataclass(frozen=True)
class RemedyReversed(Event, subject="offer"):
    offer_id: int
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class RemedyNotCovered(Event, subject="case"):
    """A guarantee was broken and no budget covers its remedy: a person must act."""

    case_id: int
    branch_id: int | None
    clock_id: int = 0
    reason: str = ""


@dataclass(frozen=True)
class PolicyPublished(Event, subject="policy_version"):
    policy_version_id: int
    number: int
