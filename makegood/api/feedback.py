"""Feedback in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Header, Query, Router, Status
from pydantic import Field

from makegood.api.bulk import read_lines
from makegood.api.problems import Problem
from makegood.api.schemas import (
    BIGGEST,
    BulkTaken,
    Code,
    FeedbackIn,
    FeedbackOut,
    FeedbackPage,
    FeedbackTaken,
    Key,
    LineProblem,
    Moment,
    Strict,
)
from makegood.api.tokens import KEPT, Bearer, Caller, caller_of, look_again
from makegood.intake.models import Channel, Feedback
from makegood.intake.operations import Outdated, Received, Remembered, receive_feedback, receive_many
from makegood.intake.reasons import reason_text
from makegood.kit.errors import Invalid, NotAllowed
from makegood.people.models import Branch

router = Router(tags=["feedback"])
Refused = {400: Problem, 401: Problem, 403: Problem, 409: Problem, 413: Problem, 422: Problem, 429: Problem}
ReadRefused = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
NAMED = 100
_channels: dict[str, Channel] = {}
# Written out, as the token's: see api.tokens.
FIND = "SELECT *, xmin::text AS row_version FROM intake_channel WHERE code = %s AND is_active"
KEPT_ONCE = "The same key again gets the same answer and adds nothing."


class UnknownChannel(Invalid):
    code = "unknown_channel"
    message = _("There is no open channel with this code.")


@router.post(
    "/feedback",
    response={201: FeedbackTaken, **Refused},
    operation_id="post_feedback",
    auth=Bearer("feedback:write", is_checked_later=True),
)
def post_feedback(
    request: HttpRequest,
    response: HttpResponse,
    payload: FeedbackIn,
    idempotency_key: Key | None = Header(None, alias="Idempotency-Key", description=KEPT_ONCE),  # type: ignore[type-arg] # noqa: B008 — how ninja reads a header
) -> Any:
    """Hand over one item. With an Idempotency-Key it is taken in once, however often it is sent."""
    key = idempotency_key or f"auto:{uuid4().hex}"
    try:
        got = _taken_in(request, payload, key, is_remembered=payload.customer is None and payload.branch is None)
    except Outdated:
        got = _taken_in(request, payload, key, is_remembered=False)
    if got.outcome == "duplicate":
        response["Idempotency-Replayed"] = "true"
    item = got.feedback.pk if got.feedback else got.arrival.pk
    return Status(201, {"id": item, "received_at": got.arrival.received_at})


def _taken_in(request: HttpRequest, payload: FeedbackIn, key: str, *, is_remembered: bool) -> Received:
    """Token and channel are remembered from earlier posts and held against their rows by the statement that writes;
    else, and where more than this one item is written, they are looked up first."""
    if not is_remembered:
        look_again(request)
    now, caller = timezone.now(), caller_of(request)
    customer, channel = payload.customer, remembered_channel(payload.channel, caller, look=not is_remembered)
    return receive_feedback(
        channel=channel, key=key,
        text=payload.text, subject=payload.subject, contacts=customer.contacts() if customer else (),
        customer_name=customer.name if customer else "", customer_ref=customer.reference if customer else "",
        branch=branch_called(payload.branch, caller) if payload.branch else None, branch_id=caller.token.branch_id,
        occurred_at=payload.occurred_at,
        locale=payload.locale,
        raw=request.body, by=caller.actor, at=now,
        remembered=_versions(caller.token, channel) if is_remembered else None,
    )  # fmt: skip


def _versions(token: Any, channel: Any) -> Remembered:
    return Remembered(token.pk, token.row_version, channel.row_version)


@router.post(
    "/feedback/bulk",
    response={200: BulkTaken, **Refused},
    operation_id="post_feedback_bulk",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": {"description": "FeedbackIn with a key, one a line"}}},
        }
    },
    auth=Bearer("feedback:write"),
)
def post_feedback_bulk(request: HttpRequest, channel: Code = Query("api")) -> Any:  # type: ignore[type-arg] # noqa: B008 — how ninja reads a query
    """Hand over many items, one JSON object a line (like FeedbackIn, with its ``key``).

    Nothing is refused line by line: what cannot be read is kept aside and named in the answer.
    """
    now, caller = timezone.now(), caller_of(request)
    items = read_lines(request.body, caller)
    if not items:
        raise Invalid(_("Send at least one line."))
    got = receive_many(items, channel=channel_called(channel, caller), by=caller.actor, at=now)
    return BulkTaken(
        received=len(items), accepted=got.accepted, duplicates=got.duplicates, quarantined=len(got.quarantined),
        problems=[
            LineProblem(line=place + 1, code=code, detail=reason_text(code)) for place, code in got.quarantined[:NAMED]
        ],
    )  # fmt: skip


class Filters(Strict):
    """``since`` and ``until`` bound the time of receipt (until excluded); ``after`` is the last id already read."""

    after: Annotated[int, Field(ge=0, le=BIGGEST)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    since: Moment | None = None
    until: Moment | None = None
    channel: Code | None = None


@router.get(
    "/feedback", response={200: FeedbackPage, **ReadRefused}, operation_id="list_feedback", auth=Bearer("feedback:read")
)
def list_feedback(request: HttpRequest, filters: Annotated[Filters, Query()]) -> Any:
    """Feedback of the token's branches, oldest first, in pages."""
    found = Feedback.objects.in_branches(caller_of(request).branch_ids).filter(pk__gt=filters.after)
    bounds: dict[str, datetime | str | None] = {
        "received_at__gte": filters.since, "received_at__lt": filters.until, "channel__code": filters.channel,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in bounds.items() if value is not None})
    rows = list(found.select_related("channel", "branch").order_by("pk")[: filters.limit + 1])
    page = rows[: filters.limit]
    return {"items": [out(row) for row in page], "next": page[-1].pk if len(rows) > filters.limit else None}


@router.get(
    "/feedback/{feedback_id}",
    response={200: FeedbackOut, **ReadRefused},
    operation_id="get_feedback",
    auth=Bearer("feedback:read"),
)
def get_feedback(request: HttpRequest, feedback_id: int) -> Any:
    """One item; another branch's is not found."""
    found = Feedback.objects.in_branches(caller_of(request).branch_ids)
    return out(found_or_404(found.select_related("channel", "branch"), feedback_id))


def out(feedback: Feedback) -> FeedbackOut:
    return FeedbackOut(
        id=feedback.pk, channel=feedback.channel.code, branch=feedback.branch.code if feedback.branch else None,
        subject=feedback.subject, text=feedback.text, locale=feedback.locale, occurred_at=feedback.occurred_at,
        received_at=feedback.received_at,
    )  # fmt: skip


def remembered_channel(code: str, caller: Caller, *, look: bool) -> Channel:
    """``channel_called``, from memory where it was met before and nobody asks to ``look``."""
    channel = None if look else _channels.get(code)
    if channel is None:
        channel = channel_called(code, caller)
        if len(_channels) >= KEPT:
            _channels.clear()
        _channels[code] = channel
    elif not _reaches(caller, channel.branch_id):
        raise UnknownChannel(field="channel")
    return channel


def channel_called(code: str, caller: Caller) -> Channel:
    """Raises UnknownChannel, also for a channel of a branch that the token does not reach."""
    channel = next(iter(Channel.objects.raw(FIND, [code])), None)
    if channel is None or not _reaches(caller, channel.branch_id):
        raise UnknownChannel(field="channel")
    return channel


def _reaches(caller: Caller, branch_id: int | None) -> bool:
    return branch_id is None or caller.branch_ids is None or branch_id in caller.branch_ids


def branch_called(code: str, caller: Caller) -> Branch:
    """Raises Invalid when there is none, and NotAllowed outside the token's branches."""
    branch = Branch.objects.filter(code=code, is_active=True).first()
    if branch is None:
        raise Invalid(_("There is no branch with this code."), field="branch")
    if caller.branch_ids is not None and branch.pk not in caller.branch_ids:
        raise NotAllowed(_("This token does not reach that branch."))
    return branch


def found_or_404(rows: Any, pk: int) -> Any:
    """The row, or Http404; a number that no row can have is simply not there."""
    from django.http import Http404

    row = rows.filter(pk=pk).first() if 0 < pk <= BIGGEST else None
    if row is None:
        raise Http404
    return row
