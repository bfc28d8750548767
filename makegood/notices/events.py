from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class WebhookSubscribed(Event, subject="webhook"):
    webhook_id: int
    branch_id: int | None


@dataclass(frozen=True)
class WebhookEnded(Event, subject="webhook"):
    webhook_id: int
    branch_id: int | None


@dataclass(frozen=True)
class WebhookParked(Event, subject="webhook"):
    """An address failed so often that a delivery was set aside for a person."""

    webhook_id: int
    branch_id: int | None
    delivery_id: int


@dataclass(frozen=True)
class WebhookReplayed(Event, subject="webhook"):
    webhook_id: int
    branch_id: int | None
    delivery_id: int
