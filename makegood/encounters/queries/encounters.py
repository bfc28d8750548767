"""Reads with more than one caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from makegood.encounters.models import Encounter, Stage


class StageMoment(NamedTuple):
    """A beginning or end of a stage as the promise clocks hear it: `stage.<name>.started` / `.ended`;
    `.promised` is dated by the promised date itself."""

    signal: str
    encounter_id: int
    at: datetime
    facts: dict[str, Any]


def with_stages(encounters: QuerySet[Encounter]) -> QuerySet[Encounter]:
    """Encounters with branch and stages, for lists and pages."""
    stages = Stage.objects.order_by("started_at", "pk")
    return encounters.select_related("branch", "customer").prefetch_related(Prefetch("stages", queryset=stages))


def encounters_of_customer(customer_id: int, *, limit: int = 20) -> QuerySet[Encounter]:
    """The latest encounters of a customer, newest first."""
    return with_stages(Encounter.objects.filter(customer=customer_id))[:limit]


def facts_of(encounter: Encounter) -> dict[str, Any]:
    """What decides which promises cover an encounter."""
    return {"branch_id": encounter.branch_id, "channel": encounter.channel, "kind": encounter.kind}


def stage_moments(encounter_ids: Iterable[int]) -> Iterator[StageMoment]:
    """Everything that these encounters tell the promises, in two queries: begun, and each stage's times and date."""
    ids = list(encounter_ids)
    stages = Stage.objects.filter(encounter__in=ids).select_related("encounter")
    for encounter in Encounter.objects.filter(pk__in=ids).iterator(2_000):
        yield StageMoment("encounter.started", encounter.pk, encounter.started_at, facts_of(encounter))
    for stage in stages.iterator(2_000):
        for verb in ("started", "promised", "ended"):
            if (moment := getattr(stage, f"{verb}_at")) is not None:
                yield StageMoment(f"stage.{stage.name}.{verb}", stage.encounter_id, moment, facts_of(stage.encounter))
