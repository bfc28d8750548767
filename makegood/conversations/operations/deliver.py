from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood import journal
from makegood.conversations.events import DeliveryRetried, MessageNotDelivered, MessageSent
from makegood.conversations.models import Delivery, Message, Thread
from makegood.conversations.queries import email_of
from makegood.conversations.rules.bodies import with_page
from makegood.conversations.rules.delivery import wait_after
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import SomebodyWasFaster

log = logging.getLogger("makegood.delivery")


@transaction.atomic
def deliver(message_id: int, *, at: datetime, link: str = "") -> str:
    """Try to send one waiting message; returns its delivery state afterwards.

    The row is locked while it is sent, so two workers never send the same message. A failure waits for
    ``rules.delivery``'s next attempt; after the last one the message is marked failed and journalled.
    ``link`` is the customer's tracking page, put below a text that does not name it. A crash between sending
    and committing sends again under the same Message-ID, by which mail systems know a copy.
    """
    message = (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=message_id, delivery=Delivery.PENDING)
        .select_related("thread__customer")
        .first()
    )
    if message is None:
        return Message.objects.values_list("delivery", flat=True).get(pk=message_id)
    address = email_of(message.thread)
    try:
        if address:
            _email(message, address, link).send()
    except Exception as problem:
        log.warning("message %s could not be sent: %s", message.pk, type(problem).__name__)
        return _failed(message, problem, at=at)
    via = "email" if address else "page"
    state = Delivery.SENT if address else Delivery.NOT_NEEDED
    Message.objects.filter(pk=message.pk).update(delivery=state, via=via, delivered_at=at, next_attempt_at=None)
    journal.record(MessageSent(message.thread_id, message.pk, via, message.thread.branch_id), by=SYSTEM, at=at)
    return state.value


def deliver_due(*, at: datetime, limit: int = 50, link_of: Callable[[int], str] = lambda thread_id: "") -> int:
    """Send what waits and is due, earliest first; ``link_of(thread_id)`` gives each its page. Returns how many."""
    due = Message.objects.filter(delivery=Delivery.PENDING, next_attempt_at__lte=at).order_by("next_attempt_at")
    found = list(due.values_list("pk", "thread_id")[:limit])
    for pk, thread_id in found:
        deliver(pk, at=at, link=link_of(thread_id))
    return len(found)


@transaction.atomic
def send_again(message: Message, *, by: Actor, at: datetime) -> None:
    """Give a failed message another round of attempts. Raises SomebodyWasFaster when it is not failed."""
    moved = Message.objects.filter(pk=message.pk, delivery=Delivery.FAILED).update(
        delivery=Delivery.PENDING, attempts=0, next_attempt_at=at, delivery_problem=""
    )
    if not moved:
        raise SomebodyWasFaster
    journal.record(DeliveryRetried(message.thread_id, message.pk, message.thread.branch_id), by=by, at=at)


def _email(message: Message, address: str, link: str) -> EmailMessage:
    thread: Thread = message.thread
    with translation.override(thread.customer.locale if thread.customer else settings.LANGUAGE_CODE):
        body = with_page(message.body, link)
        if link and link not in body:
            body += "\n\n—\n" + _("You can see how your case stands, and answer us, on this page:") + f"\n{link}"
        subject = " ".join((thread.subject_text or _("About your message to us")).split())
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<makegood-{message.pk}@{domain or 'localhost'}>"}
    return EmailMessage(subject, body, to=[address], headers=headers)


def _failed(message: Message, problem: Exception, *, at: datetime) -> str:
    attempts = message.attempts + 1
    wait = wait_after(attempts)
    state = Delivery.PENDING if wait else Delivery.FAILED
    Message.objects.filter(pk=message.pk).update(
        attempts=attempts, delivery=state, next_attempt_at=at + wait if wait else None,
        delivery_problem=type(problem).__name__[:200],
    )  # fmt: skip
    if wait is None:
        event = MessageNotDelivered(message.thread_id, message.pk, message.thread.branch_id)
        journal.record(event, by=SYSTEM, at=at)
    return state.value
