"""Who may see feedback and who may bring it in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.intake.models import Channel, Feedback, Import, ProposedLink
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_change_things, may_run_the_office

IMPORTERS = {Role.BRANCH_MANAGER, Role.TEAM_LEAD}


def visible_to(staff: Staff) -> QuerySet[Feedback]:
    """Feedback of the person's branches; never what complains about themselves."""
    return Feedback.objects.in_branches(branch_ids_of(staff)).exclude(accused=staff)


def visible_channels(staff: Staff) -> QuerySet[Channel]:
    """Channels of the person's branches and those that belong to no branch."""
    branch_ids = branch_ids_of(staff)
    if branch_ids is None:
        return Channel.objects.all()
    return Channel.objects.filter(Q(branch_id__in=branch_ids) | Q(branch=None))


def visible_imports(staff: Staff) -> QuerySet[Import]:
    """All imports for those who see every branch, else the person's own and those of their branches."""
    branch_ids = branch_ids_of(staff)
    found = Import.objects.select_related("channel", "uploaded_by")
    if branch_ids is None:
        return found
    return found.filter(Q(uploaded_by=staff) | Q(channel__branch_id__in=branch_ids))


def visible_links(staff: Staff) -> QuerySet[ProposedLink]:
    """Links whose two ends the person may see."""
    branch_ids = branch_ids_of(staff)
    found = ProposedLink.objects.select_related("earlier", "later")
    found = found.exclude(earlier__accused=staff).exclude(later__accused=staff)
    if branch_ids is None:
        return found
    return found.filter(earlier__branch_id__in=branch_ids, later__branch_id__in=branch_ids)


def may_import(staff: Staff) -> bool:
    return may_run_the_office(staff) or (staff.is_active and staff.role in IMPORTERS)


def may_see_imports(staff: Staff) -> bool:
    return may_import(staff) or staff.role == Role.AUDITOR


def may_decide_links(staff: Staff) -> bool:
    return may_change_things(staff)


def may_enter_feedback(staff: Staff) -> bool:
    return may_change_things(staff)
