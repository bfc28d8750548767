"""What was measured of an order, visit or session: a temperature, a damage, a weight."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from makegood.api.encounters import Reference, encounter_called
from makegood.api.feedback import Refused
from makegood.api.problems import Problem
from makegood.api.tokens import Bearer, caller_of
from makegood.commitments.operations import observe
from makegood.encounters.models import Encounter

router = Router(tags=["encounters"])
MOST = 1e12


class MeasureIn(Schema):
    """One observation. Sent again with another value for the same moment, it is a correction."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["temperature"])
    value: Annotated[float, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
    at: datetime


class MeasureOut(Schema):
    """`is_new` is false where exactly this was told before."""

    encounter_id: int
    name: str
    is_new: bool


@router.post(
    "/encounters/{kind}/{reference}/measures",
    response={200: MeasureOut, 404: Problem, **Refused},
    operation_id="post_measure",
    auth=Bearer("encounters:write"),
)
def post_measure(request: HttpRequest, kind: Encounter.Kind, reference: Reference, payload: MeasureIn) -> Any:
    """Tell what was measured; the promises about its quality count it. Repeatable, in any order."""
    caller = caller_of(request)
    encounter = encounter_called(kind, reference, caller)
    moment = payload.at if timezone.is_aware(payload.at) else timezone.make_aware(payload.at)
    facts = {"branch_id": encounter.branch_id, "channel": encounter.channel, "kind": encounter.kind}
    is_new = observe(
        ("encounter", encounter.pk), payload.name, payload.value, observed_at=moment, at=timezone.now(),
        facts=facts, by=caller.actor,
    )  # fmt: skip
    return {"encounter_id": encounter.pk, "name": payload.name, "is_new": is_new}
