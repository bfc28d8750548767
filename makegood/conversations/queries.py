from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Max, Min

from makegood.conversations.models import Draft, Message, Presence, Thread
from makegood.conversations.models.message import MessageQuerySet
from makegood.conversations.rules.bodies import filled, gaps_in
from makegood.conversations.rules.salutation import salutation
from makegood.customers.models import ContactPoint, Customer
from makegood.people.models import Staff

PRESENCE_LASTS = timedelta(seconds=45)


def messages_of(thread_ids: Iterable[int]) -> MessageQuerySet:
    """Every message of the threads, oldest first."""
    return Message.objects.of(thread_ids).order_by("occurred_at", "pk")


def customer_messages_of(thread_ids: Iterable[int]) -> MessageQuerySet:
    """What the customer may read: never an internal note."""
    return Message.objects.of(thread_ids).for_customer().order_by("occurred_at", "pk")


def first_responses(thread_ids: Iterable[int]) -> dict[int, datetime]:
    """Thread id → when it was first answered; threads without an answer are left out."""
    found = Message.objects.of(thread_ids).responses().values("thread_id").annotate(first=Min("occurred_at"))
    return {row["thread_id"]: row["first"] for row in found}


def last_words(thread_ids: Iterable[int]) -> dict[int, datetime]:
    """Thread id → when anybody last wrote for the customer to read."""
    found = Message.objects.of(thread_ids).for_customer().values("thread_id").annotate(last=Max("occurred_at"))
    return {row["thread_id"]: row["last"] for row in found}


def message_with_key(thread: Thread, key: str) -> Message | None:
    """What this thread got under ``key`` before: a form that was sent twice."""
    return Message.objects.filter(thread=thread, external_key=key).first() if key else None


def draft_of(thread: Thread, staff: Staff) -> Draft | None:
    return Draft.objects.filter(thread=thread, staff=staff).first()


def who_looks(thread: Thread, *, at: datetime, besides: Staff | None = None) -> list[Presence]:
    """Who else has the thread open now, with their names loaded."""
    here = Presence.objects.filter(thread=thread, seen_at__gt=at - PRESENCE_LASTS).select_related("staff")
    return list(here.exclude(staff=besides) if besides else here)


def email_of(thread: Thread) -> str:
    """The customer's newest e-mail address, or an empty text."""
    if thread.customer_id is None:
        return ""
    points = ContactPoint.objects.filter(customer_id=thread.customer_id, kind=ContactPoint.Kind.EMAIL)
    point = points.order_by("-pk").first()
    return point.value if point else ""


def filled_template(body: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """A template with its gaps filled, and the names of those that are still open."""
    text = filled(body, values)
    return text, gaps_in(text)


def address_of(customer: Customer | None, locale: str) -> str:
    """How a reply addresses the customer; an empty text when nobody is known."""
    if customer is None or not customer.name:
        return ""
    return salutation(customer.name, is_business=customer.is_business, locale=locale)
