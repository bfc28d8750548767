"""An order, visit or session, or a stage of it, became known, however late it was told."""

from __future__ import annotations

from datetime import datetime

from makegood.commitments.operations import Signal, hear, hear_batch
from makegood.encounters.events import (
    EncounterRecorded,
    StageEnded,
    StagePromised,
    StageStarted,
    StagesTold,
    StateEntered,
)
from makegood.encounters.queries import stage_moments
from makegood.journal import on
from makegood.journal.models import Entry

Told = EncounterRecorded | StageStarted | StageEnded | StagePromised | StateEntered
VERBS = {StageStarted: "started", StageEnded: "ended", StagePromised: "promised"}


@on(StageStarted, StageEnded, StagePromised)
def time_the_stage(event: StageStarted | StageEnded | StagePromised, entry: Entry) -> None:
    """Queue, dishes, checkout, delivery: the promises about stages hear when they began, ended, were promised. B10"""
    when = datetime.fromisoformat(event.promised_at) if isinstance(event, StagePromised) else entry.at
    _hear(event, f"stage.{event.stage}.{VERBS[type(event)]}", when, entry)


@on(EncounterRecorded)
def time_the_encounter(event: EncounterRecorded, entry: Entry) -> None:
    """What is owed from the order on, such as delivery by the promised date, runs from its beginning. B10"""
    _hear(event, "encounter.started", entry.at, entry)


@on(StateEntered)
def time_by_states(event: StateEntered, entry: Entry) -> None:
    """Waiting, resolved, closed: the promises that states pause and stop hear when an encounter entered one. B10"""
    _hear(event, f"state.{event.state}.entered", entry.at, entry)


@on(StagesTold)
def time_many_stages(event: StagesTold, entry: Entry) -> None:
    """Stages that came in bulk are heard together, with everything known of their encounters. B10"""
    moments = stage_moments(event.encounter_ids)
    hear_batch((Signal(m.signal, ("encounter", m.encounter_id), m.facts, m.at) for m in moments), at=entry.now)


def _hear(event: Told, name: str, when: datetime, entry: Entry) -> None:
    facts = {"branch_id": event.branch_id, "channel": event.channel, "kind": event.kind}
    facts |= {"category": event.category} if event.category else {}
    hear(Signal(name, ("encounter", event.encounter_id), facts, when), at=entry.now)
