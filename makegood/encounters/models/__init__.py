from makegood.encounters.models.encounter import Encounter
from makegood.encounters.models.stage import Stage

__all__ = ["Encounter", "Stage"]
