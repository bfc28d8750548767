from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.conversations.events import MessageWritten
from makegood.conversations.models import Delivery, Draft, Message, Thread
from makegood.conversations.queries import email_of, message_with_key
from makegood.conversations.rules.bodies import MAX_LENGTH, cleaned, gaps_in, without_pages
from makegood.conversations.rules.kinds import KINDS, Audience, Direction, Kind, KindFacts
from makegood.engines.text.privacy import mask
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid


@transaction.atomic
def write_message(
    thread: Thread, *, kind: Kind | str, body: str, by: Actor, at: datetime, occurred_at: datetime | None = None,
    external_key: str = "", locale: str = "", not_before: datetime | None = None, has_page: bool = False,
) -> Message:  # fmt: skip
    """Add one message; who reads it and which way it goes follow from its kind.

    An outgoing message waits for delivery by e-mail when the customer has an address, else it stands on
    the tracking page; in a backfill nobody is written to. ``not_before`` keeps the post back, not the page. The
    same ``external_key`` again returns the message that is there. The address of the
    customer's page is never kept: the gap ``{{ link }}`` stands for it, allowed where the thread ``has_page``,
    and is filled when the customer reads it. Raises Invalid for an empty or overlong body, for
    unfilled template gaps and for a key that another thread has used.
    """
    facts = KINDS[Kind(kind)]
    text = checked_body(body, facts, has_page=has_page)
    if known := message_with_key(thread, external_key):
        return known
    message = _message(thread, Kind(kind), facts, text, by=by, at=at, occurred_at=occurred_at or at)
    message.external_key, message.locale = external_key, locale
    if message.next_attempt_at is not None and not_before is not None:
        message.next_attempt_at = max(at, not_before)
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        if known := message_with_key(thread, external_key):
            return known  # the same form, sent twice at once
        raise Invalid(_("This key was used in another conversation. Open the page again and send it anew.")) from None
    if by.kind == ActorKind.STAFF and by.id:
        Draft.objects.filter(thread=thread, staff_id=by.id).delete()
    event = MessageWritten(
        thread.pk, message.pk, message.kind, message.audience, facts.counts_as_response, thread.branch_id
    )
    journal.record(event, by=by, at=at)
    return message


def checked_body(body: str, facts: KindFacts, *, has_page: bool = False) -> str:
    text = cleaned(body)
    if not text:
        raise Invalid(_("Write something first: the message is empty."), field="body")
    if len(text) > MAX_LENGTH:
        raise Invalid(_("The message is longer than %(most)s characters. Shorten it."), field="body", most=MAX_LENGTH)
    gaps = [gap for gap in gaps_in(text) if gap != "link" or not has_page]
    if facts.direction is Direction.OUT and gaps:
        raise Invalid(_("Fill these gaps of the template first: %(gaps)s"), field="body", gaps=", ".join(gaps))
    return without_pages(text)


def _message(
    thread: Thread, kind: Kind, facts: KindFacts, text: str, *, by: Actor, at: datetime, occurred_at: datetime
) -> Message:
    message = Message(
        thread=thread, audience=facts.audience.value, direction=facts.direction.value, kind=kind.value,
        author_kind=by.kind.value, author_id=by.id, body=text, text=mask(text).text,
        occurred_at=occurred_at, entered_at=at,
    )  # fmt: skip
    if facts.direction is Direction.OUT and facts.audience is Audience.CUSTOMER:
        message.via = "page"
        if journal.current_mode() is journal.Mode.LIVE and email_of(thread):
            message.via, message.delivery, message.next_attempt_at = "email", Delivery.PENDING, at
    return message
