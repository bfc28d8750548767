"""What this room does."""

from makegood.encounters.operations.record import record_encounter, record_encounters, record_stage
from makegood.encounters.rules.timings import EncounterRow, StageRow

__all__ = ["EncounterRow", "StageRow", "record_encounter", "record_encounters", "record_stage"]
