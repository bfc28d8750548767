"""Where the desk lets one go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.panels.navigation import Place, register


def declare() -> None:
    register(
        Place("home", _("My work"), "desk:home", "home", order=10, near=True),
        Place("triage", _("Screening"), "desk:triage", "inbox", order=20, near=True, count="triage"),
        Place("cases", _("Cases"), "desk:cases", "case", order=30, near=True, count="cases"),
        Place("approvals", _("Approvals"), "desk:approvals", "check", order=40, near=True, count="approvals"),
        Place("payouts", _("Payouts"), "desk:payouts", "coin", order=50, count="payouts"),
        Place("styleguide", _("Style guide"), "desk:styleguide", "pen", group="oversight", order=95),
    )
