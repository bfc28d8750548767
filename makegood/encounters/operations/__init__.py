"""What this room does."""

from makegood.encounters.operations.files import MapDoesNotFit, keep_file, take_file, take_mended
from makegood.encounters.operations.held import replay_held
from makegood.encounters.operations.hook import NotSigned, take_hook
from makegood.encounters.operations.record import NotTaken, record_encounter, record_encounters, record_stage
from makegood.encounters.operations.sources import in_our_time, name_stage, open_source
from makegood.encounters.operations.take_lines import take_json
from makegood.encounters.operations.watch import note_told, watch_stages
from makegood.encounters.rules.timings import EncounterRow, StageRow

__all__ = [
    "EncounterRow", "MapDoesNotFit", "NotSigned", "NotTaken", "StageRow", "in_our_time", "keep_file", "name_stage",
    "note_told", "open_source", "record_encounter", "record_encounters", "record_stage", "replay_held", "take_file",
    "take_hook", "take_json", "take_mended", "watch_stages",
]  # fmt: skip
