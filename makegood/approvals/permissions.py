from __future__ import annotations

from django.db.models import Q, QuerySet

from makegood.approvals.models import ApprovalRequest
from makegood.approvals.rules.limits import LADDER, Decider
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_change_things


def visible_to(staff: Staff) -> QuerySet[ApprovalRequest]:
    """Requests of the person's branches and those they asked themselves; never one that is about them."""
    branch_ids = branch_ids_of(staff)
    found = ApprovalRequest.objects.exclude(recused_ids__contains=[staff.pk])
    if branch_ids is None:
        return found
    return found.filter(Q(branch_id__in=branch_ids) | Q(asked_by=staff))


def may_decide_requests(staff: Staff) -> bool:
    """Whether the person's role decides anything at all (shows the queue)."""
    return may_change_things(staff) and staff.role in LADDER


def may_publish_limits(staff: Staff) -> bool:
    return may_change_things(staff) and staff.has_role(Role.SERVICE_MANAGER, Role.FINANCE_APPROVER)


def as_decider(staff: Staff) -> Decider:
    return Decider(staff.pk, staff.role if may_change_things(staff) else "")
