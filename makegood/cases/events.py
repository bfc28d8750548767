from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class CaseOpened(Event, subject="case"):
    case_id: int
    branch_id: int | None
    feedback_id: int | None
    level: int
    source: str
    urgency: str = ""


@dataclass(frozen=True)
class CaseAcknowledged(Event, subject="case"):
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseAssigned(Event, subject="case"):
    case_id: int
    branch_id: int | None
    owner_id: int


@dataclass(frozen=True)
class CaseAccused(Event, subject="case"):
    """A member of staff was named as the one complained about."""

    case_id: int
    branch_id: int | None
    accused_id: int


@dataclass(frozen=True)
class AccusedCleared(Event, subject="case"):
    """It was not about them after all."""

    case_id: int
    branch_id: int | None
    accused_id: int


@dataclass(frozen=True)
class CaseReplied(Event, subject="case"):
    """A person answered the customer in substance."""

    case_id: int
    branch_id: int | None
    message_id: int


@dataclass(frozen=True)
class CaseNoted(Event, subject="case"):
    case_id: int
    branch_id: int | None
    message_id: int


@dataclass(frozen=True)
class CaseHandedOff(Event, subject="case"):
    case_id: int
    branch_id: int | None
    hand_off_id: int
    department_id: int


@dataclass(frozen=True)
class HandOffAccepted(Event, subject="case"):
    case_id: int
    branch_id: int | None
    hand_off_id: int
    owner_id: int


@dataclass(frozen=True)
class HandOffDeclined(Event, subject="case"):
    case_id: int
    branch_id: int | None
    hand_off_id: int


@dataclass(frozen=True)
class HandOffTakenBack(Event, subject="case"):
    case_id: int
    branch_id: int | None
    hand_off_id: int


@dataclass(frozen=True)
class InvestigationStarted(Event, subject="case"):
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseDecided(Event, subject="case"):
    case_id: int
    branch_id: int | None
    fault: str


@dataclass(frozen=True)
class CaseEscalated(Event, subject="case"):
    case_id: int
    branch_id: int | None
    level: int


@dataclass(frozen=True)
class CaseOffered(Event, subject="case"):
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseOfferAnswered(Event, subject="case"):
    case_id: int
    branch_id: int | None
    is_accepted: bool


@dataclass(frozen=True)
class CaseOfferEnded(Event, subject="case"):
    """Nothing is offered any more: it lapsed or was withdrawn."""

    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CasePerformed(Event, subject="case"):
    """The remedy reached the customer."""

    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseWaitingForCustomer(Event, subject="case"):
    case_id: int
    branch_id: int | None
    message_id: int


@dataclass(frozen=True)
class CustomerAnswered(Event, subject="case"):
    case_id: int
    branch_id: int | None
    message_id: int


@dataclass(frozen=True)
class CaseClosed(Event, subject="case"):
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseReopened(Event, subject="case"):
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseWithdrawn(Event, subject="case"):
    case_id: int
    branch_id: int | None


@dataclass(frozen=True)
class CaseRated(Event, subject="case"):
    """``score`` is 1 to 5; 1 and 2 reopen the case."""

    case_id: int
    branch_id: int | None
    score: int


@dataclass(frozen=True)
class TrackingLinkMade(Event, subject="case"):
    case_id: int
    branch_id: int | None
    link_id: int


@dataclass(frozen=True)
class TrackingLinkUsed(Event, subject="case"):
    """Somebody opened the customer's page (noted once an hour) or did something there (each time).

    ``staff_id`` is who was signed in to the desk in that browser: it should be nobody.
    """

    case_id: int
    branch_id: int | None
    link_id: int
    use: str
    staff_id: int | None


@dataclass(frozen=True)
class TrackingLinksRevoked(Event, subject="case"):
    case_id: int
    branch_id: int | None
    count: int


@dataclass(frozen=True)
class CaseReprioritised(Event, subject="case"):
    """Screening found another urgency."""

    case_id: int
    branch_id: int | None
    urgency: str
