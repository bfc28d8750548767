"""Words to the customer and from them. The same ``key`` again (a second click) changes nothing more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from makegood.cases.events import (
    CaseAcknowledged,
    CaseNoted,
    CaseReplied,
    CaseWaitingForCustomer,
    CustomerAnswered,
)  # fmt: skip
from makegood.cases.models import Case, ClosingCondition, Status
from makegood.cases.operations.conditions import satisfy
from makegood.cases.operations.linking import make_tracking_link
from makegood.cases.operations.moving import NotNow, move, newest
from makegood.conversations.models import Message
from makegood.conversations.operations import write_message
from makegood.conversations.queries import message_with_key
from makegood.kit.actor import Actor


def _send(case: Case, kind: str, body: str, *, by: Actor, at: datetime, key: str) -> Message:
    """A message to the customer; where it names their page, the link to it exists from now on."""
    message = write_message(case.thread, kind=kind, body=body, by=by, at=at, external_key=key, has_page=True)
    if message.names_the_page:
        make_tracking_link(case, by=by, at=at)
    return message


@transaction.atomic
def acknowledge(case: Case, *, body: str, by: Actor, at: datetime, key: str = "") -> Message:
    """Tell the customer that a person has seen it, with an apology for the inconvenience. A1"""
    if known := message_with_key(case.thread, key):
        return known
    message = _send(case, "acknowledgement", body, by=by, at=at, key=key)
    event = CaseAcknowledged(case.pk, case.branch_id)
    move(case, "acknowledge", event, to=Status.ACKNOWLEDGED, by=by, at=at, acknowledged_at=case.acknowledged_at or at)
    return message


@transaction.atomic
def reply(case: Case, *, body: str, by: Actor, at: datetime, key: str = "") -> Message:
    """Answer in substance. The first answer to a case that nobody acknowledged acknowledges it, too."""
    if known := message_with_key(case.thread, key):
        return known
    message = _send(case, "reply", body, by=by, at=at, key=key)
    event = CaseReplied(case.pk, case.branch_id, message.pk)
    to = Status.ACKNOWLEDGED if case.status == Status.RECEIVED else None
    move(
        case, "reply", event, to=to, by=by, at=at, first_answered_at=case.first_answered_at or at,
        acknowledged_at=case.acknowledged_at or at, unanswered_since=None,
    )  # fmt: skip
    satisfy(case, ClosingCondition.Code.CUSTOMER_TOLD, by=by, at=at)
    return message


@transaction.atomic
def write_note(case: Case, *, body: str, by: Actor, at: datetime, key: str = "") -> Message:
    """An internal note: the customer never sees it."""
    if known := message_with_key(case.thread, key):
        return known
    message = write_message(case.thread, kind="note", body=body, by=by, at=at, external_key=key)
    move(case, "write_note", CaseNoted(case.pk, case.branch_id, message.pk), by=by, at=at)
    return message


@transaction.atomic
def ask_customer(case: Case, *, body: str, by: Actor, at: datetime, key: str = "") -> Message:
    """Ask the customer something that we need; clocks that allow it pause until the answer."""
    if case.is_ended:
        raise NotNow(status=case.get_status_display())
    if known := message_with_key(case.thread, key):
        return known
    message = _send(case, "question", body, by=by, at=at, key=key)
    event = CaseWaitingForCustomer(case.pk, case.branch_id, message.pk)
    move(case, "ask_customer", event, by=by, at=at, is_waiting_for_customer=True, unanswered_since=None)
    return message


@transaction.atomic
def customer_wrote(case: Case, *, body: str, by: Actor, at: datetime, key: str = "") -> Message:
    """The customer adds something. It is kept whatever state the case is in."""
    newest(case)
    if known := message_with_key(case.thread, key):
        return known
    message = write_message(case.thread, kind="customer_message", body=body, by=by, at=at, external_key=key)
    event = CustomerAnswered(case.pk, case.branch_id, message.pk)
    since = case.unanswered_since or at
    move(case, "customer_wrote", event, by=by, at=at, is_waiting_for_customer=False, unanswered_since=since)
    return message
