"""Telling other systems: who wants to hear what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from makegood.api.feedback import ReadRefused, Refused, found_or_404
from makegood.api.problems import Problem
from makegood.api.schemas import WebhookIn, WebhookMade, WebhookOut
from makegood.api.tokens import Bearer, caller_of, token_of
from makegood.notices.models import WebhookSubscription
from makegood.notices.operations import subscribe, unsubscribe
from makegood.notices.permissions import subscriptions_of

router = Router(tags=["webhooks"])


@router.get(
    "/webhooks",
    response={200: list[WebhookOut], **ReadRefused},
    operation_id="list_webhooks",
    auth=Bearer("webhooks:write"),
)
def list_webhooks(request: HttpRequest) -> Any:
    """The subscriptions that this token made."""
    return [out(found) for found in subscriptions_of(token_of(request))[:200]]


@router.post(
    "/webhooks", response={201: WebhookMade, **Refused}, operation_id="post_webhook", auth=Bearer("webhooks:write")
)
def post_webhook(request: HttpRequest, payload: WebhookIn) -> Any:
    """Be told of events from now on, by posts signed with the secret in the answer."""
    caller = caller_of(request)
    made, secret = subscribe(
        name=payload.name, url=payload.url, events=payload.events, branch=caller.token.branch, token=caller.token,
        by=caller.actor, at=timezone.now(),
    )  # fmt: skip
    return Status(201, {**out(made).dict(), "secret": secret})


@router.delete(
    "/webhooks/{webhook_id}",
    response={204: None, 409: Problem, **ReadRefused},
    operation_id="delete_webhook",
    auth=Bearer("webhooks:write"),
)
def delete_webhook(request: HttpRequest, webhook_id: int) -> Any:
    """Be told no more."""
    found = found_or_404(subscriptions_of(token_of(request)).filter(is_active=True), webhook_id)
    unsubscribe(found, by=token_of(request).actor, at=timezone.now())
    return Status(204, None)


def out(found: WebhookSubscription) -> WebhookOut:
    return WebhookOut(id=found.pk, name=found.name, url=found.url, events=found.events, is_active=found.is_active)
