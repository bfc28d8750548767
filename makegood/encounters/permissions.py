"""Who may see which encounters."""

from django.db.models import Q, QuerySet

from makegood.encounters.models import Encounter, StageBatch
from makegood.encounters.models.encounter import EncounterQuerySet
from makegood.kit.actor import ActorKind
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_run_the_office


def visible_encounters(staff: Staff) -> EncounterQuerySet:
    """The encounters of the branches whose work this person may see."""
    return Encounter.objects.all().in_branches(branch_ids_of(staff))


def may_import_stages(staff: Staff) -> bool:
    """Who answers for a branch, or for the house, brings in its timings."""
    return may_run_the_office(staff) or (staff.is_active and staff.role == Role.BRANCH_MANAGER)


def may_see_stages(staff: Staff) -> bool:
    return may_import_stages(staff) or staff.role == Role.AUDITOR


def visible_batches(staff: Staff) -> QuerySet[StageBatch]:
    """All deliveries for those who see every branch, else the person's own and those of their branches' sources."""
    branch_ids = branch_ids_of(staff)
    found = StageBatch.objects.select_related("source", "mends")
    if branch_ids is None:
        return found
    own = Q(by_kind=ActorKind.STAFF.value, by_id=staff.pk)
    return found.filter(own | Q(source__branch__in=branch_ids))
