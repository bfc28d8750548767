"""Which step of a case is due. The codes are those of the handbook's steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from makegood.cases.rules.states import CaseStatus


class Verb(StrEnum):
    """The one thing to press: what this room, or recovery above it, does next."""

    ACKNOWLEDGE = "acknowledge"
    INVESTIGATE = "investigate"
    REPLY = "reply"
    ANSWER_HAND_OFF = "answer_hand_off"
    DECIDE = "decide"
    PROPOSE = "propose"
    PERFORM = "perform"
    CLOSE = "close"
    REOPEN = "reopen"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the next step depends on besides the status."""

    has_open_hand_off: bool = False
    is_waiting_for_customer: bool = False
    customer_waits: bool = False
    is_our_fault: bool = False
    was_offered: bool = False
    was_reopened: bool = False
    open_conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """``code`` names the handbook's step, ``verb`` the button."""

    code: str
    verb: Verb


_PLAIN = {
    CaseStatus.RECEIVED: Step("acknowledge", Verb.ACKNOWLEDGE),
    CaseStatus.ACKNOWLEDGED: Step("investigate", Verb.INVESTIGATE),
    CaseStatus.INVESTIGATING: Step("decide", Verb.DECIDE),
    CaseStatus.OFFERED: Step("await_answer", Verb.WAIT),
    CaseStatus.ACCEPTED: Step("perform", Verb.PERFORM),
    CaseStatus.REJECTED: Step("reconsider", Verb.PROPOSE),
}


def next_step(status: CaseStatus | str, facts: StepFacts) -> Step | None:
    """The step that is due now, or None when the case needs nobody."""
    status = CaseStatus(status)
    if status in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN):
        return Step("reopen", Verb.REOPEN) if facts.customer_waits else None
    if facts.has_open_hand_off:
        return Step("hand_off", Verb.ANSWER_HAND_OFF)
    if facts.is_waiting_for_customer:
        return Step("ask", Verb.WAIT)
    if status is CaseStatus.INVESTIGATING and facts.was_reopened and facts.customer_waits:
        return Step("reopen", Verb.REPLY)
    if status in _PLAIN:
        return _PLAIN[status]
    if status is CaseStatus.DECIDED and facts.is_our_fault and not facts.was_offered:
        return Step("offer", Verb.PROPOSE)
    return _towards_closing(status, facts)


def _towards_closing(status: CaseStatus, facts: StepFacts) -> Step:
    if "remedy_performed" in facts.open_conditions:
        return Step("perform", Verb.PERFORM)
    if "customer_told" in facts.open_conditions:
        return Step("decide" if status is CaseStatus.DECIDED else "perform", Verb.REPLY)
    if "decision_made" in facts.open_conditions:
        return Step("decide", Verb.DECIDE)
    return Step("close", Verb.CLOSE)
