"""Where the office stands in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.encounters.permissions import may_see_stages
from makegood.intake.permissions import may_see_imports
from makegood.ledger.permissions import may_see_budgets
from makegood.notices.permissions import may_run_webhooks
from makegood.office.doors import sees_every_branch
from makegood.panels.navigation import Place, register
from makegood.people.permissions import may_issue_tokens, may_see_rosters, may_see_the_office


def register_places() -> None:
    for order, (code, label, icon, group, may) in enumerate(PLACES, start=100):
        name = f"office:{code}"
        register(Place(code=name, label=label, url_name=name, icon=icon, group=group, order=order, shown_to=may))


PLACES = (
    ("home", _("Dashboard"), "chart", "insight", may_see_the_office),
    ("commitments", _("Promises"), "clock", "office", may_see_the_office),
    ("calendars", _("Calendars"), "calendar", "office", may_see_the_office),
    ("roster", _("Roster"), "users", "office", may_see_rosters),
    ("escalation", _("Escalation"), "bell", "office", may_see_the_office),
    ("policy", _("Compensation policy"), "gift", "office", may_see_the_office),
    ("budgets", _("Budgets"), "coin", "office", may_see_budgets),
    ("imports", _("Imports"), "upload", "office", may_see_imports),
    ("stages", _("Stages"), "clock", "office", may_see_stages),
    ("people", _("Staff and branches"), "users", "office", may_see_the_office),
    ("tokens", _("API tokens"), "lock", "office", may_issue_tokens),
    ("webhooks", _("Webhooks"), "link", "office", may_run_webhooks),
    ("intake", _("Intake balance"), "inbox", "oversight", sees_every_branch),
    ("screening", _("Agreement of screening"), "target", "oversight", may_see_the_office),
    ("journal", _("Journal"), "book", "oversight", may_see_the_office),
    ("outbox", _("Parked work"), "retry", "oversight", may_see_the_office),
)
