from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import vault
from makegood.customers.models import Customer
from makegood.customers.operations import register_customer
from makegood.intake.events import FeedbackReceived
from makegood.intake.models import Arrival, Channel, Feedback, Outcome, Repeat
from makegood.intake.operations.prepare import Prepared, item_digest, prepare
from makegood.intake.operations.statements import RECEIVE, RECEIVE_UNCHANGED
from makegood.intake.rules.words import MAX_KEY, clean_line
from makegood.journal import current_mode
from makegood.journal.statement import recording_params
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid, Refusal
from makegood.kit.locales import house_locale
from makegood.people.models import Branch, Department

CLOCK_SKEW = timedelta(hours=24)


class KeyReused(Refusal):
    code = "key_reused"
    message = _("This key was used before for another text. Use a new key for each item.")


class ChannelClosed(Refusal):
    code = "channel_closed"
    message = _("This channel is closed. Please use another way to reach us.")


class Outdated(Exception):
    """The token or the channel is no longer as it was remembered."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A caller who looked up token and channel earlier; versions are the rows' ``xmin``."""

    token_id: int
    token_version: str
    channel_version: str


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an arrival. ``feedback`` is None only for a repeat of something quarantined."""

    feedback: Feedback | None
    outcome: Outcome
    arrival: Arrival


def receive_feedback(
    *, channel: Channel, key: str, text: str, subject: str = "", customer: Customer | None = None,
    contacts: Sequence[tuple[str, str]] = (), customer_name: str = "", customer_ref: str = "",
    occurred_at: datetime | None = None, entered_at: datetime | None = None, raw: bytes | None = None,
    branch: Branch | None = None, branch_id: int | None = None, department: Department | None = None,
    locale: str = "", remembered: Remembered | None = None, by: Actor, at: datetime,
) -> Received:  # fmt: skip
    """Take in one item, once for each ``key`` of the channel.

    The same key with the same words is a duplicate and gets the same answer; with other words KeyReused is
    raised. ``branch_id`` will do where the branch itself is not at hand. One statement writes the arrival, the
    feedback, the journal entry and its outbox rows. Raises Invalid for words that cannot be kept, ChannelClosed.
    With ``remembered`` the same statement sees to it that both rows still are what they were; Outdated if not.
    """
    if not channel.is_active:
        raise ChannelClosed
    key = _checked_key(key)
    words = prepare(text, subject, locale)
    _check_times(occurred_at, at)
    contacts = [(kind, clean_line(value)) for kind, value in contacts]
    digest = item_digest(
        text, subject, customer_id=customer.pk if customer else None, contacts=contacts, name=customer_name,
        ref=customer_ref, occurred_at=occurred_at, branch_id=branch.pk if branch else branch_id,
    )  # fmt: skip
    home_id = branch.pk if branch else branch_id or channel.branch_id
    with transaction.atomic() if contacts or customer_ref else _OneStatement():
        if customer is None and (contacts or customer_ref):
            if known := _known(channel, key, digest, at=at):
                return known
            customer = register_customer(
                name=clean_line(customer_name), contacts=contacts, external_ref=customer_ref, by=by, at=at,
                locale=house_locale(words.locale) or settings.LANGUAGE_CODE,
                branch=Branch.objects.filter(pk=home_id or 0).first(),
            )  # fmt: skip
        params = _params(
            channel, key, digest, words, raw=raw, customer=customer, branch_id=home_id, department=department,
            occurred_at=occurred_at or at, entered_at=entered_at or at, by=by, at=at,
        )  # fmt: skip
        with connection.cursor() as cursor:
            statement = RECEIVE_UNCHANGED if remembered else RECEIVE
            params |= asdict(remembered) if remembered else {}
            cursor.execute(statement, params | recording_params(FeedbackReceived, by=by, at=at))
            may_come_in, arrival_id, feedback_id = cursor.fetchone()
        if not may_come_in:
            raise Outdated
        if feedback_id is not None:
            return _accepted(arrival_id, feedback_id, params)
        found = _known(channel, key, digest, at=at)
    if found is None:
        raise RuntimeError("an arrival was refused as known and is not there")
    return found


class _OneStatement:
    """Nothing to hold together: a single statement is a transaction of its own."""

    def __enter__(self) -> None: ...

    def __exit__(self, *details: object) -> None: ...


def _known(channel: Channel, key: str, digest: str, *, at: datetime) -> Received | None:
    """The answer that this key got before, counted as one more repeat."""
    arrival = Arrival.objects.filter(channel=channel, key=key).first()
    if arrival is None:
        return None
    if arrival.digest != digest:
        raise KeyReused
    Repeat.objects.create(channel=channel, arrival=arrival, received_at=at)
    feedback = Feedback.objects.filter(arrival=arrival).select_related("customer").first()
    return Received(feedback, Outcome.DUPLICATE, arrival)


def _params(
    channel: Channel, key: str, digest: str, words: Prepared, *, raw: bytes | None, customer: Customer | None,
    branch_id: int | None, department: Department | None, occurred_at: datetime, entered_at: datetime, by: Actor,
    at: datetime,
) -> dict[str, Any]:  # fmt: skip
    return {
        "channel_id": channel.pk, "key": key, "digest": digest, "raw": _sealed_raw(raw, words), "received_at": at,
        "customer_id": customer.pk if customer else None, "branch_id": branch_id,
        "department_id": department.pk if department else None, "subject": words.subject, "text": words.text,
        "sealed_text": words.sealed_text, "sealed_subject": words.sealed_subject, "text_digest": words.digest,
        "locale": words.locale, "occurred_at": occurred_at, "entered_at": entered_at,
        "collector_id": by.id if by.kind is ActorKind.STAFF else None, "mode": current_mode().value,
    }  # fmt: skip


def _sealed_raw(raw: bytes | None, words: Prepared) -> bytes:
    return vault().seal_bytes(raw) if raw is not None else words.sealed_text or vault().seal(words.text)


def _accepted(arrival_id: int, feedback_id: int, params: dict[str, Any]) -> Received:
    """The rows as they were written, without reading them back."""
    arrival = Arrival(
        pk=arrival_id, channel_id=params["channel_id"], key=params["key"], digest=params["digest"],
        received_at=params["received_at"], outcome=Outcome.ACCEPTED,
    )  # fmt: skip
    same = ("channel_id", "customer_id", "branch_id", "department_id", "subject", "text", "text_digest", "locale",
            "occurred_at", "received_at", "entered_at", "collector_id", "mode")  # fmt: skip
    feedback = Feedback(pk=feedback_id, arrival=arrival, **{name: params[name] for name in same})
    for field, sealed in (("sealed_original", "sealed_text"), ("sealed_subject", "sealed_subject")):
        setattr(feedback, field, vault().open(params[sealed]) if params[sealed] is not None else None)
    for row in (arrival, feedback):
        row._state.adding, row._state.db = False, "default"
    return Received(feedback, Outcome.ACCEPTED, arrival)


def _checked_key(key: str) -> str:
    key = clean_line(key)
    if not key or len(key) > MAX_KEY:
        raise Invalid(_("A key has 1 to %(limit)s characters."), field="key", limit=MAX_KEY)
    return key


def _check_times(occurred_at: datetime | None, at: datetime) -> None:
    if occurred_at is None:
        return
    if occurred_at.tzinfo is None:
        raise Invalid(_("The time needs its time zone, for example 2026-11-18T10:00:00+08:00."), field="occurred_at")
    if occurred_at > at + CLOCK_SKEW:
        raise Invalid(_("It cannot have happened in the future. Check the date."), field="occurred_at")
