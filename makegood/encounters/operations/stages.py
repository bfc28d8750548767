"""Stages written together: what is known of each is a function of everything that was said, in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from makegood.encounters.events import StageEnded, StageLate, StagePromised, StageStarted
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations.copying import write_stage_rows
from makegood.encounters.rules.timings import Known, StageRow, merged
from makegood.journal import Event

Dated = tuple[Event, datetime]
Pair = tuple[Encounter, StageRow]


def write_stages(pairs: Sequence[Pair], *, at: datetime) -> tuple[list[Stage], list[Dated], list[bool]]:
    """The stages in the order of `pairs`, an event for each thing that became known, and whether each pair was news.

    The encounters must be locked by this transaction: that is what keeps two tellings of one stage apart.
    """
    rows = Stage.objects.filter(encounter__in={encounter.pk for encounter, _row in pairs})
    found = {(stage.encounter_id, stage.name): stage for stage in rows}
    before: dict[tuple[int, str], Known] = {}
    is_news: list[bool] = []
    for encounter, row in pairs:
        key = (encounter.pk, row.name)
        is_new = key not in found
        stage = found.setdefault(key, Stage(encounter=encounter, name=row.name))
        known = stage.known
        before.setdefault(key, known)
        after = merged(known, row, at=at)
        is_news.append(is_new or after != known)
        _put(stage, after)
    changed = {key: known for key, known in before.items() if found[key].pk is None or found[key].known != known}
    lateness = {key: _late(found[key], before[key], at) for key in changed}
    written = [found[key] for key in changed]
    write_stage_rows(written)
    encounters = {encounter.pk: encounter for encounter, _row in pairs}
    told: list[Dated] = []
    for stage in written:
        key = (stage.encounter_id, stage.name)
        told += _told(stage, before[key], encounters[stage.encounter_id], lateness[key], at)
    return [found[encounter.pk, row.name] for encounter, row in pairs], told, is_news


def _put(stage: Stage, known: Known) -> None:
    stage.started_at, stage.ended_at, stage.promised_at = known.started_at, known.ended_at, known.promised_at
    stage.told_ends, stage.is_odd = list(known.ends), known.is_odd
    stage.expected_at, stage.said_at, stage.is_delayed = known.expected_at, known.said_at, known.is_delayed


def _late(stage: Stage, before: Known, at: datetime) -> str:
    """Whether this news says that the promised date will not be kept; noted on the stage."""
    known = stage.known
    is_late = known.late_until is not None or (known.is_delayed and known.ended_at is None)
    if not is_late or stage.promised_at is None:
        return ""
    stage.late_since = stage.late_since or at
    is_change = (known.late_until, known.is_delayed) != (before.late_until, before.is_delayed)
    return "delayed" if is_change else ""


def _told(stage: Stage, before: Known, encounter: Encounter, late: str, at: datetime) -> list[Dated]:
    about = (encounter.pk, stage.pk, stage.name)
    place = (encounter.kind, encounter.channel, encounter.branch_id)
    category = encounter.category
    told: list[Dated] = []
    if stage.started_at and stage.started_at != before.started_at:
        told.append((StageStarted(*about, *place, category=category), stage.started_at))
    if stage.promised_at and stage.promised_at != before.promised_at:
        promised = StagePromised(*about, stage.promised_at.isoformat(), *place, category=category)
        told.append((promised, min(at, encounter.started_at)))
    if stage.ended_at and stage.ended_at != before.ended_at:
        told.append((StageEnded(*about, *place, category=category), stage.ended_at))
    if late:
        told.append((late_event(stage, encounter, late), at))
    return told


def late_event(stage: Stage, encounter: Encounter, reason: str) -> StageLate:
    until = stage.known.late_until
    return StageLate(
        encounter.pk, stage.pk, stage.name, reason, stage.promised_at.isoformat() if stage.promised_at else "",
        until.isoformat() if until else "", encounter.kind, encounter.branch_id,
    )  # fmt: skip
