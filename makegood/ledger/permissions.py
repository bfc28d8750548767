from __future__ import annotations

from makegood.ledger.models import Budget
from makegood.ledger.models.budget import BudgetQuerySet
from makegood.people.models import Role, Staff
from makegood.people.permissions import branch_ids_of

SEE_BUDGETS = {
    Role.TEAM_LEAD, Role.BRANCH_MANAGER, Role.SERVICE_MANAGER, Role.CX_MANAGER, Role.FINANCE_APPROVER, Role.AUDITOR,
}  # fmt: skip


def visible_to(staff: Staff) -> BudgetQuerySet:
    return Budget.objects.in_branches(branch_ids_of(staff)) if may_see_budgets(staff) else Budget.objects.none()


def may_see_budgets(staff: Staff) -> bool:
    return staff.is_active and staff.role in SEE_BUDGETS


def may_move_money(staff: Staff) -> bool:
    """Open and fund budgets, confirm payments, reverse."""
    return staff.is_active and staff.role == Role.FINANCE_APPROVER
