"""Whatever happens to a case moves the clocks that the offices have configured."""

from __future__ import annotations

from typing import Any

from makegood.cases import events as case_events
from makegood.cases.models import Case
from makegood.commitments.operations import Signal, hear_batch
from makegood.journal import Event, on
from makegood.journal.models import Entry

SIGNALS: dict[type[Event], str] = {
    case_events.CaseOpened: "case.opened",
    case_events.CaseReprioritised: "case.reprioritised",
    case_events.CaseEscalated: "case.reprioritised",
    case_events.CaseAcknowledged: "case.acknowledged",
    case_events.CaseReplied: "case.answered",
    case_events.CaseHandedOff: "case.handed_off",
    case_events.HandOffAccepted: "case.hand_off_accepted",
    case_events.HandOffDeclined: "case.hand_off_declined",
    case_events.CaseWaitingForCustomer: "case.waiting_for_customer",
    case_events.CustomerAnswered: "case.customer_answered",
    case_events.CaseDecided: "case.decided",
    case_events.CaseOffered: "case.offered",
    case_events.CaseClosed: "case.closed",
    case_events.CaseWithdrawn: "case.closed",
    case_events.CaseReopened: "case.reopened",
}
ENDS_THE_MESSAGE = {"case.closed"}  # a reply answers the message by itself: see message_written


@on(*SIGNALS)
def move_the_clocks(event: Any, entry: Entry) -> None:
    """Tells the promises what happened to the case; closing it also ends the wait for an answer to the message."""
    case = Case.objects.select_related("customer", "feedback__channel").get(pk=event.case_id)
    name, facts = SIGNALS[type(event)], facts_of(case)
    signals = [Signal(name, ("case", case.pk), facts, entry.at)]
    if name in ENDS_THE_MESSAGE and case.feedback_id:
        signals.append(Signal("feedback.answered", ("feedback", case.feedback_id), facts, entry.at))
    hear_batch(signals, at=entry.at)


def facts_of(case: Case) -> dict[str, Any]:
    return {
        "nature": "complaint", "urgency": case.urgency, "level": case.level, "branch_id": case.branch_id,
        "category": case.category, "source": case.source, "tier": case.customer.tier if case.customer else None,
        "channel": case.feedback.channel.kind if case.feedback else None,
    }  # fmt: skip
