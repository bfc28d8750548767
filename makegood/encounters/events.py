"""Stage events are dated when the stage began or ended, however late they are told."""

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class EncounterRecorded(Event, subject="encounter"):
    encounter_id: int
    kind: str
    channel: str = ""
    branch_id: int | None = None


@dataclass(frozen=True)
class StageStarted(Event, subject="encounter"):
    encounter_id: int
    stage_id: int
    stage: str
    kind: str = ""
    channel: str = ""
    branch_id: int | None = None


@dataclass(frozen=True)
class StageEnded(Event, subject="encounter"):
    encounter_id: int
    stage_id: int
    stage: str
    kind: str = ""
    channel: str = ""
    branch_id: int | None = None


@dataclass(frozen=True)
class EncountersImported(Event, subject="branch"):
    """A batch of history: `encounters` were new, `stages` times were new. One entry a branch."""

    branch_id: int
    encounters: int
    stages: int
