from makegood.people.models.api_token import ApiToken
from makegood.people.models.branch import Branch
from makegood.people.models.department import Department
from makegood.people.models.quiet_hours import QuietHours
from makegood.people.models.saved_view import SavedView
from makegood.people.models.shift import Absence, Shift
from makegood.people.models.staff import Role, Staff

__all__ = ["Absence", "ApiToken", "Branch", "Department", "QuietHours", "Role", "SavedView", "Shift", "Staff"]
