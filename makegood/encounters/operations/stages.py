"""Stages written together: of two tellings the earlier time stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from makegood.encounters.events import StageEnded, StageStarted
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.rules.timings import StageRow, earlier
from makegood.journal import Event
from makegood.kit.errors import Invalid

Dated = tuple[Event, datetime]
Pair = tuple[Encounter, StageRow]


def write_stages(pairs: Sequence[Pair]) -> tuple[list[Stage], list[Dated]]:
    """The stages in the order of `pairs`, and an event for each time that became known or earlier.

    Needs a transaction. Raises Invalid when two tellings contradict each other.
    """
    missing = [Stage(encounter=encounter, name=row.name) for encounter, row in pairs]
    Stage.objects.bulk_create(missing, batch_size=2_000, ignore_conflicts=True)
    rows = Stage.objects.filter(encounter__in={encounter.pk for encounter, _row in pairs})
    found = {(stage.encounter_id, stage.name): stage for stage in rows.select_for_update().order_by("pk")}
    told: list[Dated] = []
    for encounter, row in pairs:
        told += _merge(found[encounter.pk, row.name], row, encounter)
    stages = [found[encounter.pk, row.name] for encounter, row in pairs]
    Stage.objects.bulk_update(
        {stage.pk: stage for stage in stages}.values(), ["started_at", "ended_at", "promised_at"], batch_size=500
    )
    return stages, told


def _merge(stage: Stage, row: StageRow, encounter: Encounter) -> list[Dated]:
    started, ended = earlier(stage.started_at, row.started_at), earlier(stage.ended_at, row.ended_at)
    if started and ended and ended < started:
        raise Invalid(_("The stage “%(stage)s” ends before it begins."), field="stages", stage=row.name)
    about = (encounter.pk, stage.pk, stage.name, encounter.kind, encounter.channel, encounter.branch_id)
    told: list[Dated] = []
    if started and started != stage.started_at:
        told.append((StageStarted(*about), started))
    if ended and ended != stage.ended_at:
        told.append((StageEnded(*about), ended))
    stage.started_at, stage.ended_at = started, ended
    stage.promised_at = row.promised_at or stage.promised_at
    return told
