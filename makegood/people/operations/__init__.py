from makegood.people.operations.absences import note_absence, withdraw_absence
from makegood.people.operations.choose_language import choose_language
from makegood.people.operations.hire import hire
from makegood.people.operations.issue_token import issue_token, revoke_token
from makegood.people.operations.open_branch import open_branch
from makegood.people.operations.plan_week import WeekRefused, plan_week, week_mark
from makegood.people.operations.save_view import forget_view, save_view
from makegood.people.operations.set_quiet_hours import set_quiet_hours
from makegood.people.operations.transfer import transfer

__all__ = [
    "WeekRefused",
    "choose_language",
    "forget_view",
    "hire",
    "issue_token",
    "note_absence",
    "open_branch",
    "plan_week",
    "revoke_token",
    "save_view",
    "set_quiet_hours",
    "transfer",
    "week_mark",
    "withdraw_absence",
]
