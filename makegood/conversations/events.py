from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class MessageWritten(Event, subject="thread"):
    """``counts_as_response`` is copied from the kind so that a later change of kinds never rewrites history."""

    thread_id: int
    message_id: int
    kind: str
    audience: str
    counts_as_response: bool
    branch_id: int | None = None


@dataclass(frozen=True)
class MessagesImported(Event, subject="thread", about="first_thread_id"):
    """A batch of history was written: ``count`` messages with ids from ``first_message_id`` to ``last_message_id``."""

    first_thread_id: int
    first_message_id: int
    last_message_id: int
    count: int
    branch_id: int | None = None


@dataclass(frozen=True)
class MessageSent(Event, subject="thread"):
    thread_id: int
    message_id: int
    via: str
    branch_id: int | None = None


@dataclass(frozen=True)
class MessageNotDelivered(Event, subject="thread"):
    """Every attempt failed; somebody should choose another way."""

    thread_id: int
    message_id: int
    branch_id: int | None = None


@dataclass(frozen=True)
class DeliveryRetried(Event, subject="thread"):
    thread_id: int
    message_id: int
    branch_id: int | None = None
