from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from makegood import journal
from makegood.cases.events import CaseOpened
from makegood.cases.models import Case, CaseMove, ClosingCondition, Status
from makegood.cases.operations.conditions import require
from makegood.cases.rules.levels import level_for, severity_for
from makegood.cases.rules.numbers import case_number
from makegood.conversations.operations import open_thread, write_message
from makegood.customers.models import Customer
from makegood.encounters.models import Encounter
from makegood.intake.models import Feedback
from makegood.kit.actor import SYSTEM, Actor
from makegood.people.models import Branch, Department, Staff

NUMBER_LOCK = 0x6D67_636E


@transaction.atomic
def open_case(
    *, feedback: Feedback | None = None, encounter: Encounter | None = None, customer: Customer | None = None,
    branch: Branch | None = None, department: Department | None = None, owner: Staff | None = None,
    accused: Staff | None = None, title: str = "", category: str = "", urgency: str = "normal",
    sentiment: float | None = None, severity: str = "", level: int | None = None, source: str = "customer",
    price_minor: int | None = None, by: Actor, at: datetime,
) -> Case:  # fmt: skip
    """Begin a case about ``feedback`` (or a broken promise on ``encounter``). The same feedback again returns its case.

    What the customer wrote becomes the first message of the case's thread.
    """
    if feedback is not None and (known := Case.objects.filter(feedback=feedback).first()):
        return known
    customer = customer or (feedback.customer if feedback else encounter.customer if encounter else None)
    branch = branch or (feedback.branch if feedback else encounter.branch if encounter else None)
    title = (title or (feedback.title if feedback else ""))[:200]
    severity = severity or severity_for(urgency=urgency, sentiment=sentiment)
    case = Case.objects.create(
        number=_next_number(branch, at), feedback=feedback, encounter=encounter, source=source, customer=customer,
        branch=branch, department=department, owner=owner, accused=accused, title=title, category=category,
        urgency=urgency, severity=severity, status=Status.RECEIVED, opened_at=at, price_minor=price_minor,
        level=level or level_for(nature="complaint", urgency=urgency, severity=severity),
        thread=open_thread(customer=customer, branch=branch, subject=title, at=at), mode=journal.current_mode().value,
    )  # fmt: skip
    if feedback is not None:
        _first_words(case, feedback, at=at)
    require(case, ClosingCondition.Code.CUSTOMER_TOLD, at=at)
    require(case, ClosingCondition.Code.DECISION_MADE, at=at)
    CaseMove.objects.create(
        case=case, verb="open_case", new_status=case.status, by_kind=by.kind.value, by_id=by.id, at=at
    )
    event = CaseOpened(case.pk, case.branch_id, case.feedback_id, case.level, source)
    journal.record(event, by=by, at=at)
    return case


def _first_words(case: Case, feedback: Feedback, *, at: datetime) -> None:
    body = "\n".join(part for part in (feedback.original_subject, feedback.original) if part)
    author: Any = feedback.customer.actor if feedback.customer else SYSTEM
    write_message(
        case.thread, kind="customer_message", body=body, by=author, at=at, occurred_at=feedback.occurred_at,
        external_key=f"feedback:{feedback.pk}",
    )  # fmt: skip


def _next_number(branch: Branch | None, at: datetime) -> str:
    """Numbers of a day are handed out one after the other; the lock lasts until the case is committed."""
    day = at.astimezone(ZoneInfo(branch.time_zone if branch else "Asia/Shanghai")).date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, day.toordinal()])
    last = Case.objects.filter(number__startswith=f"C{day:%Y%m%d}-").order_by("-pk").values_list("number").first()
    return case_number(day, int(last[0].split("-")[1]) + 1 if last else 1)
