"""Money runs low, or a broken guarantee finds none: people must act."""

from __future__ import annotations

from makegood.cases.models import Case
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.ledger.events import BudgetRanLow
from makegood.notices.operations import tell
from makegood.people.models import Branch, Role
from makegood.people.queries import staff_in_charge, with_role
from makegood.recovery.events import RemedyNotCovered


@on(BudgetRanLow, outside=True)
def warn_of_a_low_budget(event: BudgetRanLow, entry: Entry) -> None:
    """The branch's managers and finance hear that a budget is nearly used up. A6"""
    branch = Branch.objects.filter(pk=event.branch_id or 0).first()
    whom = {*staff_in_charge(event.branch_id), *with_role(Role.FINANCE_APPROVER).values_list("pk", flat=True)}
    tell(whom, "budget.low", {"branch": branch.name if branch else ""}, link="/office/budgets/", at=entry.at)


@on(RemedyNotCovered, outside=True)
def call_for_what_no_budget_covers(event: RemedyNotCovered, entry: Entry) -> None:
    """A guarantee was broken and nothing covers its remedy: the case's owner and whoever is in charge must act."""
    case = Case.objects.get(pk=event.case_id)
    whom = {*staff_in_charge(event.branch_id, besides=case.accused), *([case.owner_id] if case.owner_id else [])}
    tell(whom, "remedy.uncovered", {"number": case.number}, link=f"/desk/cases/{case.number}/", at=entry.at)
