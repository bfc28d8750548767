from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models.functions import Length

from makegood import journal
from makegood.cases.events import CaseOpened
from makegood.cases.models import Case, CaseMove, ClosingCondition, Status
from makegood.cases.operations.indexing import index_case
from makegood.cases.rules.levels import level_for, severity_for
from makegood.cases.rules.numbers import case_number
from makegood.conversations.models import Thread
from makegood.conversations.operations import open_thread
from makegood.customers.models import Customer
from makegood.encounters.models import Encounter
from makegood.intake.models import Feedback
from makegood.intake.operations import open_conversation
from makegood.kit.actor import Actor
from makegood.people.models import Branch, Department, Staff

NUMBER_LOCK = 0x6D67_636E
FROM_THE_START = (ClosingCondition.Code.CUSTOMER_TOLD, ClosingCondition.Code.DECISION_MADE)


@transaction.atomic
def open_case(
    *, feedback: Feedback | None = None, encounter: Encounter | None = None, customer: Customer | None = None,
    branch: Branch | None = None, department: Department | None = None, owner: Staff | None = None,
    accused: Staff | None = None, title: str = "", category: str = "", urgency: str = "normal",
    sentiment: float | None = None, severity: str = "", level: int | None = None, source: str = "customer",
    price_minor: int | None = None, by: Actor, at: datetime,
) -> Case:  # fmt: skip
    """Begin a case about ``feedback`` (or a broken promise on ``encounter``). The same feedback again returns its case.

    The case goes on in the thread that the customer's first words opened.
    """
    if feedback is not None and (known := Case.objects.filter(feedback=feedback).first()):
        return known
    customer = customer or (feedback.customer if feedback else encounter.customer if encounter else None)
    branch = branch or (feedback.branch if feedback else encounter.branch if encounter else None)
    title = (title or (feedback.title if feedback else ""))[:200]
    accused = accused or (feedback.accused if feedback else None)
    severity = severity or severity_for(urgency=urgency, sentiment=sentiment)
    case = Case.objects.create(
        number=_next_number(branch, at), feedback=feedback, encounter=encounter, source=source, customer=customer,
        branch=branch, department=department, owner=owner, accused=accused, title=title, category=category,
        urgency=urgency, severity=severity, status=Status.RECEIVED, opened_at=at, price_minor=price_minor,
        level=level or level_for(nature="complaint", urgency=urgency, severity=severity),
        thread=_thread(feedback, customer, branch, title, at=at), mode=journal.current_mode().value,
        unanswered_since=at if feedback else None,
    )  # fmt: skip
    ClosingCondition.objects.bulk_create(
        ClosingCondition(case=case, code=code, required_at=at) for code in FROM_THE_START
    )
    name = customer.name_masked if customer and customer.is_business else ""
    index_case(case, feedback.text if feedback else "", name)
    CaseMove.objects.create(
        case=case, verb="open_case", new_status=case.status, by_kind=by.kind.value, by_id=by.id, at=at
    )
    event = CaseOpened(case.pk, case.branch_id, case.feedback_id, case.level, source, urgency)
    journal.record(event, by=by, at=at)
    return case


def _thread(
    feedback: Feedback | None, customer: Customer | None, branch: Branch | None, title: str, *, at: datetime
) -> Thread:
    """The correspondence that the feedback began, else a new one."""
    if feedback is not None:
        return open_conversation(feedback, at=at)
    return open_thread(customer=customer, branch=branch, subject=title, at=at)


def _next_number(branch: Branch | None, at: datetime) -> str:
    """Numbers of a day are handed out one after the other; the lock lasts until the case is committed."""
    day = at.astimezone(ZoneInfo(branch.time_zone if branch else "Asia/Shanghai")).date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, day.toordinal()])
    today = Case.objects.filter(number__startswith=f"C{day:%Y%m%d}-")
    last = today.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
    return case_number(day, int(last.split("-")[1]) + 1 if last else 1)
