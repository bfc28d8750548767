"""Who may see which encounters."""

from makegood.encounters.models import Encounter
from makegood.encounters.models.encounter import EncounterQuerySet
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of


def visible_encounters(staff: Staff) -> EncounterQuerySet:
    """The encounters of the branches whose work this person may see."""
    return Encounter.objects.all().in_branches(branch_ids_of(staff))
