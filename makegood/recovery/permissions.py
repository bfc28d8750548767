"""Who may offer, pay and write policy. How much is a matter of the limits that the approvals room keeps."""

from __future__ import annotations

from django.db.models import QuerySet

from makegood.approvals.models import ApprovalRequest
from makegood.cases.permissions import about
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of, may_change_things
from makegood.recovery.models import Fulfilment, Offer
from makegood.recovery.models.offer import OfferQuerySet

PROPOSE = {
    Role.AGENT, Role.TEAM_LEAD, Role.BRANCH_MANAGER, Role.SERVICE_MANAGER, Role.CX_MANAGER, Role.FINANCE_APPROVER,
}  # fmt: skip
WRITE_POLICY = {Role.SERVICE_MANAGER, Role.CX_MANAGER}
KEEP_CATALOGUE = {Role.SERVICE_MANAGER, Role.CX_MANAGER, Role.FINANCE_APPROVER}


def visible_to(staff: Staff) -> OfferQuerySet:
    """Offers of the person's branches; never on a complaint about themselves."""
    return Offer.objects.in_branches(branch_ids_of(staff)).exclude(case__in=about(staff).values("pk"))


def without_own_matters(requests: QuerySet[ApprovalRequest], staff: Staff) -> QuerySet[ApprovalRequest]:
    """Requests for approval without those to make good a complaint about this person."""
    own = Offer.objects.filter(case__in=about(staff).values("pk")).values("pk")
    return requests.exclude(subject_kind="offer", subject_id__in=own)


def may_propose(staff: Staff) -> bool:
    return may_change_things(staff) and staff.role in PROPOSE


def may_withdraw(staff: Staff, offer: Offer) -> bool:
    """Who proposed may withdraw, and those who lead."""
    leads = staff.has_role(Role.TEAM_LEAD, Role.BRANCH_MANAGER, Role.SERVICE_MANAGER, Role.FINANCE_APPROVER)
    return may_propose(staff) and offer.is_open and (leads or offer.proposed_by == staff.actor)


def may_pay(staff: Staff) -> bool:
    """Confirm payments, settle unknown ones, reverse."""
    return may_change_things(staff) and staff.role == Role.FINANCE_APPROVER


def may_hand_over(staff: Staff, fulfilment: Fulfilment) -> bool:
    """Confirm that goods or a service reached the customer; payments are for finance alone."""
    return may_pay(staff) or (may_propose(staff) and fulfilment.option.remedy.fulfilment != "payout")


def may_write_policy(staff: Staff) -> bool:
    return may_change_things(staff) and staff.role in WRITE_POLICY


def may_publish_policy(staff: Staff, drafted_by_id: int | None) -> bool:
    """Four eyes: who drafted a policy does not publish it."""
    return may_write_policy(staff) and staff.pk != drafted_by_id


def may_keep_catalogue(staff: Staff) -> bool:
    return may_change_things(staff) and staff.role in KEEP_CATALOGUE
