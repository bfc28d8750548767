"""Orders, visits and sessions, told by the systems that run them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Header, Path, Router
from pydantic import StringConstraints

from makegood.api.feedback import NAMED, Refused, branch_called
from makegood.api.problems import Problem
from makegood.api.schemas import (
    Code,
    CustomerIn,
    EncounterIn,
    EncounterOut,
    LineProblem,
    StageIn,
    StageOut,
    StagesTaken,
)
from makegood.api.tokens import Bearer, Caller, caller_of
from makegood.customers.models import Customer
from makegood.customers.operations import register_customer
from makegood.encounters.models import Encounter, StageBatch, StageSource
from makegood.encounters.operations import (
    StageRow,
    in_our_time,
    record_encounter,
    record_stage,
    take_hook,
    take_json,
)
from makegood.encounters.reasons import reason_text
from makegood.kit.errors import Invalid
from makegood.kit.money import Money
from makegood.people.models import Branch

router = Router(tags=["encounters"])
MOST_LINES = 20_000
NDJSON = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-ndjson": {"schema": {"description": "One JSON object a line; see docs/encounters.md"}}
        },
    }
}
Reference = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[!-~]+$"), Path()]


def encounter_called(kind: Encounter.Kind, reference: str, caller: Caller) -> Encounter:
    """The encounter of that name; another branch's is not found."""
    found = Encounter.objects.filter(kind=kind.value, reference=reference)
    if caller.branch_ids is not None:
        found = found.filter(branch_id__in=caller.branch_ids)
    return get_object_or_404(found)


@router.post(
    "/encounters",
    response={200: EncounterOut, **Refused},
    operation_id="post_encounter",
    auth=Bearer("encounters:write"),
)
def post_encounter(request: HttpRequest, payload: EncounterIn) -> Any:
    """Tell of an order, visit or session, with the stages known so far. Repeatable, in any order."""
    now, caller = timezone.now(), caller_of(request)
    branch = branch_called(payload.branch, caller)
    made = record_encounter(
        kind=payload.kind, reference=payload.reference, branch=branch, started_at=payload.started_at,
        ended_at=payload.ended_at, channel=payload.channel, customer=customer_of(payload.customer, branch, caller, now),
        amount=Money(payload.amount_minor, payload.currency) if payload.amount_minor is not None else None,
        stages=[told(stage, caller) for stage in payload.stages],
        by=caller.actor, at=now,
    )  # fmt: skip
    return {"id": made.pk, "kind": made.kind, "reference": made.reference}


@router.post(
    "/encounters/{kind}/{reference}/stages",
    response={200: StageOut, 404: Problem, **Refused},
    operation_id="post_stage",
    auth=Bearer("encounters:write"),
)
def post_stage(request: HttpRequest, kind: Encounter.Kind, reference: Reference, payload: StageIn) -> Any:
    """Tell of one stage: what you know now. The earliest beginning and the first end after it stand."""
    caller = caller_of(request)
    encounter = encounter_called(kind, reference, caller)
    row = told(payload, caller)
    stage = record_stage(
        encounter, row.name, started_at=row.started_at, ended_at=row.ended_at, promised_at=row.promised_at,
        expected_at=row.expected_at, said_at=row.said_at, is_delayed=row.is_delayed, by=caller.actor,
        at=timezone.now(),
    )  # fmt: skip
    return StageOut.from_orm(stage)


@router.post(
    "/stages/bulk",
    response={200: StagesTaken, **Refused},
    operation_id="post_stages_bulk",
    openapi_extra=NDJSON,
    auth=Bearer("encounters:write"),
)
def post_stages_bulk(request: HttpRequest) -> Any:
    """Tell of many stages, one JSON object a line; late, repeated and in any order.

    Nothing is refused line by line: what cannot be true is set aside with its reason and taken in later if it can.
    """
    caller = caller_of(request)
    lines = lines_of(request)
    source = StageSource.objects.filter(token=caller.token, is_active=True).first()
    batch = take_json(
        lines, source=source, reach=(caller.branch_ids, caller.token.branch_id), by=caller.actor, at=timezone.now()
    )
    return taken(batch)


@router.post(
    "/hooks/stages/{source}",
    response={200: StagesTaken, 401: Problem, 400: Problem, 413: Problem, 422: Problem},
    operation_id="post_stages_hook",
    openapi_extra=NDJSON,
    auth=None,
)
def post_stages_hook(
    request: HttpRequest,
    source: Code,
    makegood_signature: Annotated[str, StringConstraints(max_length=200)] = Header("", alias="Makegood-Signature"),  # type: ignore[type-arg]
) -> Any:
    """The same from a system that signs its posts: ``Makegood-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256>``.

    The HMAC is of "<t>." + body under the source's secret. A post played again gets its first answer.
    """
    lines_of(request)
    batch, is_known = take_hook(source, header=makegood_signature, body=request.body, at=timezone.now())
    return taken(batch, is_known=is_known)


def lines_of(request: HttpRequest) -> list[bytes]:
    """The lines that are not blank. Raises Invalid when there is none, or more than a call may bring."""
    lines = [line for line in (line.strip() for line in request.body.split(b"\n")) if line]
    if not lines:
        raise Invalid(_("Send at least one line."))
    if len(lines) > MOST_LINES:
        raise Invalid(_("Send at most %(most)s lines at once."), most=MOST_LINES)
    return lines


def taken(batch: StageBatch, *, is_known: bool = False) -> StagesTaken:
    held = batch.lines.filter(state="open")[:NAMED]
    return StagesTaken(
        batch=batch.pk, received=batch.rows_total, taken=batch.taken, repeated=batch.repeated, held=batch.held,
        replayed=is_known,
        problems=[
            LineProblem(line=one.number, code=one.reason, detail=reason_text(one.reason, one.detail)) for one in held
        ],
    )  # fmt: skip


def told(payload: StageIn, caller: Caller) -> StageRow:
    """The telling in our time: the clock of the token's source may be known to be off."""
    row = StageRow(
        payload.name, payload.started_at, payload.ended_at, payload.promised_at, payload.expected_at, payload.said_at,
        payload.delayed,
    )  # fmt: skip
    source = StageSource.objects.filter(token=caller.token, is_active=True).first()
    return in_our_time(row, source)


def customer_of(given: CustomerIn | None, branch: Branch, caller: Caller, now: Any) -> Customer | None:
    if given is None or not (given.contacts() or given.reference):
        return None
    return register_customer(
        name=given.name, contacts=given.contacts(), external_ref=given.reference, branch=branch, by=caller.actor,
        at=now,
    )  # fmt: skip
