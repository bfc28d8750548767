"""Stage events are dated when the stage began or ended, however late they are told."""

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class EncounterRecorded(Event, subject="encounter"):
    """It became known, or is known to have begun earlier than was thought. Dated when it began."""

    encounter_id: int
    kind: str
    channel: str = ""
    branch_id: int | None = None
    category: str = ""


@dataclass(frozen=True)
class StageStarted(Event, subject="encounter"):
    encounter_id: int
    stage_id: int
    stage: str
    kind: str = ""
    channel: str = ""
    branch_id: int | None = None
    category: str = ""


@dataclass(frozen=True)
class StageEnded(Event, subject="encounter"):
    encounter_id: int
    stage_id: int
    stage: str
    kind: str = ""
    channel: str = ""
    branch_id: int | None = None
    category: str = ""


@dataclass(frozen=True)
class StagePromised(Event, subject="encounter"):
    """A date was promised for the end of a stage, or an earlier one than before."""

    encounter_id: int
    stage_id: int
    stage: str
    promised_at: str
    kind: str = ""
    channel: str = ""
    branch_id: int | None = None
    category: str = ""


@dataclass(frozen=True)
class StageLate(Event, subject="encounter"):
    """A promised date will not be kept, or has passed: the customer should hear it from us first.

    `reason` is delayed (so says who carries it), not_started (soon due and not begun) or overdue. `expected_at` is
    the new estimate, empty when there is none. One event a change.
    """

    encounter_id: int
    stage_id: int
    stage: str
    reason: str
    promised_at: str
    expected_at: str = ""
    kind: str = ""
    branch_id: int | None = None


@dataclass(frozen=True)
class StateEntered(Event, subject="encounter"):
    """An encounter entered a state of its own log: waiting, resolved, closed. Dated when it did."""

    encounter_id: int
    state: str
    kind: str = ""
    channel: str = ""
    branch_id: int | None = None
    category: str = ""


@dataclass(frozen=True)
class StagesTold(Event, subject="stage_batch"):
    """Many stages at once: what is known of these encounters changed. At most `EVENT_IDS` of them an entry."""

    stage_batch_id: int
    encounter_ids: tuple[int, ...]


@dataclass(frozen=True)
class StagesTaken(Event, subject="stage_batch"):
    """One delivery of lines was dealt with: received = taken + repeated + held."""

    stage_batch_id: int
    taken: int
    repeated: int
    held: int


@dataclass(frozen=True)
class StageSourceOpened(Event, subject="stage_source"):
    """A source was opened, or its skew or secret changed."""

    stage_source_id: int
    branch_id: int | None = None


@dataclass(frozen=True)
class StageNamed(Event, subject="stage_name"):
    """The house knows another stage, or uses one no more."""

    stage_name_id: int
    code: str
    is_active: bool


@dataclass(frozen=True)
class EncountersImported(Event, subject="branch"):
    """A batch of history: `encounters` were new, `stages` times were new. One entry a branch."""

    branch_id: int
    encounters: int
    stages: int
