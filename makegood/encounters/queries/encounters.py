"""Reads with more than one caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from makegood.encounters.models import Encounter, Stage, StateChange


class StageMoment(NamedTuple):
    """A beginning or end of a stage as the promise clocks hear it: `stage.<name>.started` / `.ended`;
    `.promised` is dated by the promised date itself. A change of state: `state.<name>.entered`."""

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
    told = {"branch_id": encounter.branch_id, "channel": encounter.channel, "kind": encounter.kind}
    return told | ({"category": encounter.category} if encounter.category else {})


def stage_moments(encounter_ids: Iterable[int]) -> Iterator[StageMoment]:
    """All that these encounters tell the promises, in three queries: begun, each stage's times and date, states."""
    ids = list(encounter_ids)
    facts: dict[int, dict[str, Any]] = {}
    for encounter in Encounter.objects.filter(pk__in=ids).iterator(2_000):
        facts[encounter.pk] = facts_of(encounter)
        yield StageMoment("encounter.started", encounter.pk, encounter.started_at, facts[encounter.pk])
    for stage in Stage.objects.filter(encounter__in=ids).iterator(2_000):
        for verb in ("started", "promised", "ended"):
            if (moment := getattr(stage, f"{verb}_at")) is not None:
                yield StageMoment(f"stage.{stage.name}.{verb}", stage.encounter_id, moment, facts[stage.encounter_id])
    changes = StateChange.objects.filter(encounter__in=ids).order_by().values_list("name", "encounter", "at")
    for name, encounter_id, at in changes.iterator(5_000):
        yield StageMoment(f"state.{name}.entered", encounter_id, at, facts[encounter_id])
