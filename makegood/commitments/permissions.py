"""Who may make promises in the organisation's name, and who may look at the clocks."""

from makegood.commitments.models import Clock
from makegood.commitments.models.clock import ClockQuerySet
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_run_the_office, may_see_the_office

PUBLISH = {Role.SERVICE_MANAGER, Role.CX_MANAGER}


def may_draft(staff: Staff) -> bool:
    """Write and review promises and calendars."""
    return may_run_the_office(staff)


def may_publish(staff: Staff) -> bool:
    """Publish and withdraw promises: the organisation is bound by it."""
    return staff.is_active and staff.role in PUBLISH


def may_see_commitments(staff: Staff) -> bool:
    return may_see_the_office(staff)


def visible_clocks(staff: Staff) -> ClockQuerySet:
    """The clocks of the branches whose work this person may see."""
    return Clock.objects.all().in_branches(branch_ids_of(staff))
