from makegood.encounters.models.encounter import Encounter
from makegood.encounters.models.stage import Stage
from makegood.encounters.models.state_change import StateChange
from makegood.encounters.models.telling import HeldLine, HookDelivery, StageBatch, StageName, StageSource

__all__ = ["Encounter", "HeldLine", "HookDelivery", "Stage", "StageBatch", "StageName", "StageSource", "StateChange"]
