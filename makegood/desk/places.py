"""Where the desk lets one go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.panels.navigation import Place, register
from makegood.people.models import Role, Staff

LEADERS = {Role.TEAM_LEAD, Role.BRANCH_MANAGER, Role.SERVICE_MANAGER, Role.CX_MANAGER, Role.AUDITOR}


def leads(staff: Staff) -> bool:
    return staff.role in LEADERS


def declare() -> None:
    register(
        Place("home", _("My work"), "desk:home", "home", order=10, near=True),
        Place("triage", _("Screening"), "desk:triage", "inbox", order=20, near=True, count="triage"),
        Place("cases", _("Cases"), "desk:cases", "case", order=30, near=True, count="cases"),
        Place("approvals", _("Approvals"), "desk:approvals", "check", order=40, near=True, count="approvals"),
        Place("escalations", _("Called up"), "desk:escalations", "bell", order=45, count="escalations", shown_to=leads),
        Place("payouts", _("Payouts"), "desk:payouts", "coin", order=50, count="payouts"),
        Place("styleguide", _("Style guide"), "desk:styleguide", "pen", group="oversight", order=95),
    )
