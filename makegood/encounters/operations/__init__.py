"""What this room does."""

from makegood.encounters.operations.held import replay_held
from makegood.encounters.operations.hook import NotSigned, take_hook
from makegood.encounters.operations.record import NotTaken, record_encounter, record_encounters, record_stage
from makegood.encounters.operations.sources import in_our_time, name_stage, open_source
from makegood.encounters.operations.take_lines import take_json
from makegood.encounters.operations.watch import note_told, watch_stages
from makegood.encounters.rules.timings import EncounterRow, StageRow

__all__ = [
    "EncounterRow", "NotSigned", "NotTaken", "StageRow", "in_our_time", "name_stage", "note_told", "open_source",
    "record_encounter", "record_encounters", "record_stage", "replay_held", "take_hook", "take_json", "watch_stages",
]  # fmt: skip
