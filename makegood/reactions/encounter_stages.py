"""A stage of a visit or order began or ended, however late it was told."""

from __future__ import annotations

from makegood.commitments.operations import Signal, hear
from makegood.encounters.events import StageEnded, StageStarted
from makegood.journal import on
from makegood.journal.models import Entry


@on(StageStarted, StageEnded)
def time_the_stage(event: StageStarted | StageEnded, entry: Entry) -> None:
    """Queue, dishes, checkout, delivery: the promises about stages hear when it began and ended. B10"""
    verb = "started" if isinstance(event, StageStarted) else "ended"
    facts = {"branch_id": event.branch_id, "channel": event.channel, "kind": event.kind}
    hear(Signal(f"stage.{event.stage}.{verb}", ("encounter", event.encounter_id), facts, entry.at), at=entry.at)
