"""Orders, visits and sessions, told by the systems that run them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Router
from pydantic import StringConstraints

from makegood.api.feedback import Refused, branch_called
from makegood.api.problems import Problem
from makegood.api.schemas import CustomerIn, EncounterIn, EncounterOut, StageIn, StageOut
from makegood.api.tokens import Bearer, Caller, caller_of
from makegood.customers.models import Customer
from makegood.customers.operations import register_customer
from makegood.encounters.models import Encounter
from makegood.encounters.operations import StageRow, record_encounter, record_stage
from makegood.kit.money import Money
from makegood.people.models import Branch

router = Router(tags=["encounters"])
Reference = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[!-~]+$"), Path()]


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
        stages=[StageRow(s.name, s.started_at, s.ended_at, s.promised_at) for s in payload.stages],
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
    """Tell of one stage: what you know now. Of two tellings the earlier time stands."""
    caller = caller_of(request)
    found = Encounter.objects.filter(kind=kind.value, reference=reference)
    if caller.branch_ids is not None:
        found = found.filter(branch_id__in=caller.branch_ids)
    encounter = found.first()
    if encounter is None:
        raise Http404
    stage = record_stage(
        encounter, payload.name, started_at=payload.started_at, ended_at=payload.ended_at,
        promised_at=payload.promised_at, by=caller.actor, at=timezone.now(),
    )  # fmt: skip
    return StageOut(
        name=stage.name, started_at=stage.started_at, ended_at=stage.ended_at, promised_at=stage.promised_at
    )


def customer_of(given: CustomerIn | None, branch: Branch, caller: Caller, now: Any) -> Customer | None:
    if given is None or not (given.contacts() or given.reference):
        return None
    return register_customer(
        name=given.name, contacts=given.contacts(), external_ref=given.reference, branch=branch, by=caller.actor,
        at=now,
    )  # fmt: skip
