"""Whatever happens to a case moves the clocks that the offices have configured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from makegood.cases import events as case_events
from makegood.cases.models import Case, HandOff
from makegood.commitments.models import HeardSignal
from makegood.commitments.operations import Signal, hear, hear_batch
from makegood.conversations.events import MessageNotDelivered
from makegood.conversations.models import Message, MessageKind
from makegood.journal import Event, Mode, current_mode, on
from makegood.journal.models import Entry
from makegood.kit.actor import ActorKind

Told = Sequence[tuple[Any, Entry]]
SIGNALS: dict[type[Event], str] = {
    case_events.CaseOpened: "case.opened",
    case_events.CaseReprioritised: "case.reprioritised",
    case_events.CaseEscalated: "case.reprioritised",
    case_events.CaseAcknowledged: "case.acknowledged",
    case_events.CaseReplied: "case.answered",
    case_events.CaseAssigned: "case.assigned",
    case_events.CaseHandedOff: "case.handed_off",
    case_events.HandOffAccepted: "case.hand_off_accepted",
    case_events.HandOffDeclined: "case.hand_off_declined",
    case_events.HandOffTakenBack: "case.hand_off_taken_back",
    case_events.CaseWaitingForCustomer: "case.waiting_for_customer",
    case_events.CustomerAnswered: "case.customer_answered",
    case_events.InvestigationStarted: "case.investigated",
    case_events.CaseDecided: "case.decided",
    case_events.CaseOffered: "case.offered",
    case_events.CasePerformed: "case.performed",
    case_events.CaseClosed: "case.closed",
    case_events.CaseWithdrawn: "case.closed",
    case_events.CaseReopened: "case.reopened",
}
HAND_OFFS: dict[type[Event], str] = {
    case_events.CaseHandedOff: "hand_off.opened",
    case_events.HandOffAccepted: "hand_off.accepted",
    case_events.HandOffDeclined: "hand_off.declined",
    case_events.HandOffTakenBack: "hand_off.taken_back",
}
ENDS_THE_MESSAGE = {"case.closed"}  # a reply answers the message by itself: see message_written
MACHINES = (ActorKind.ENGINE, ActorKind.SYSTEM)
BY_PEOPLE = {"case.acknowledged", "case.answered"}  # what a machine writes by itself is neither
SAID_BY_THE_EVENT = ("urgency", "level", "source", "branch_id")  # the case may have moved on since


@on(*SIGNALS, batch=True)
def move_the_clocks(told: Told) -> None:
    """Tells the promises what happened to the case; closing it also ends the wait for an answer to the message."""
    if current_mode() is Mode.BACKFILL:
        _hear_history(told)
        return
    cases = _cases(told)
    for event, entry in told:
        case = cases[event.case_id]
        hear_batch([*_signals(event, case, entry), *_end_of_message(event, case, entry)], at=entry.at)


def _hear_history(told: Told) -> None:
    """With the first news of a case all that the journal knows of it is heard: no clock of the past is judged by half
    of its story, and the rest of the news has been heard when it comes. What it says of the message waits its turn,
    for an answer came before."""
    cases = _cases(told)
    signals = [one for event, entry in told for one in _end_of_message(event, cases[event.case_id], entry)]
    ids = [event.case_id for event, _ in told]
    heard = HeardSignal.objects.filter(subject_kind="case", subject_id__in=ids)
    known = set(heard.values_list("subject_id", "name", "at"))
    news = {event.case_id for event, entry in told if (event.case_id, SIGNALS[type(event)], entry.at) not in known}
    names = [event.name for event in SIGNALS]
    entries = Entry.objects.filter(subject_kind="case", subject_id__in=news, name__in=names, mode=Mode.BACKFILL.value)
    whole: Told = [(Event.load(entry.name, entry.data), entry) for entry in entries.order_by("pk")]
    signals += [one for event, entry in whole for one in _signals(event, cases[event.case_id], entry)]
    if signals:
        hear_batch(signals, at=max(entry.at for _, entry in (*told, *whole)))


def _cases(told: Told) -> dict[int, Case]:
    return Case.objects.select_related("customer", "feedback__channel").in_bulk({event.case_id for event, _ in told})


def _signals(event: Any, case: Case, entry: Entry) -> list[Signal]:
    name, facts = SIGNALS[type(event)], facts_of(case)
    if name in BY_PEOPLE and entry.actor_kind in MACHINES:
        return []
    facts |= {said: getattr(event, said) for said in SAID_BY_THE_EVENT if getattr(event, said, "")}
    if message_id := getattr(event, "message_id", None):
        facts["evidence"] = message_id
    return [Signal(name, ("case", case.pk), facts, entry.at), *_of_hand_offs(event, case, entry)]


def _end_of_message(event: Any, case: Case, entry: Entry) -> list[Signal]:
    if SIGNALS[type(event)] not in ENDS_THE_MESSAGE or not case.feedback_id:
        return []
    return [Signal("feedback.answered", ("feedback", case.feedback_id), facts_of(case), entry.at)]


def _of_hand_offs(event: Any, case: Case, entry: Entry) -> list[Signal]:
    """A hand-off has promises of its own; a complaint taken back takes the open one back with it."""
    if type(event) in HAND_OFFS:
        name, asked = HAND_OFFS[type(event)], HandOff.objects.filter(pk=event.hand_off_id)
    elif isinstance(event, case_events.CaseWithdrawn):
        ended = HandOff.objects.filter(case=case, state=HandOff.State.WITHDRAWN, answered_at=entry.at)
        name, asked = "hand_off.taken_back", ended
    else:
        return []
    about = facts_of(case)
    return [
        Signal(name, ("hand_off", one.pk), about | {"department_id": one.to_department_id}, entry.at) for one in asked
    ]


@on(MessageNotDelivered)
def wait_no_longer_for_an_answer_to_a_lost_question(event: MessageNotDelivered, entry: Entry) -> None:
    """A question that never arrived is nobody's turn but ours: the clocks that it paused go on. D5"""
    asked = Message.objects.filter(pk=event.message_id, kind=MessageKind.QUESTION).first()
    case = Case.objects.filter(thread_id=event.thread_id).select_related("customer", "feedback__channel").first()
    if asked is not None and case is not None:
        facts = facts_of(case) | {"evidence": asked.pk}
        hear(Signal("case.question_not_delivered", ("case", case.pk), facts, entry.at), at=entry.at)


def facts_of(case: Case) -> dict[str, Any]:
    return {
        "nature": "complaint", "urgency": case.urgency, "level": case.level, "branch_id": case.branch_id,
        "department_id": case.department_id, "category": case.category, "source": case.source,
        "tier": case.customer.tier if case.customer else None,
        "channel": case.feedback.channel.kind if case.feedback else None,
    }  # fmt: skip
