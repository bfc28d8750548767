"""Promises in plain words: what starts and stops a clock, how long it runs, whom it covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from makegood.commitments.models import CommitmentVersion
from makegood.customers.models import Tier
from makegood.encounters.models import Encounter
from makegood.intake.models import ChannelKind
from makegood.panels.qualities import aim_words
from makegood.triage.models.choices import Category

SIGNALS: dict[str, str | Promise] = {
    "feedback.received": gettext_lazy("Feedback is received"),
    "feedback.classified": gettext_lazy("Feedback is classified"),
    "feedback.answered": gettext_lazy("Feedback is answered"),
    "case.opened": gettext_lazy("A case is opened"),
    "case.reprioritised": gettext_lazy("A case changes its urgency"),
    "case.acknowledged": gettext_lazy("A case is acknowledged"),
    "case.answered": gettext_lazy("The customer of a case is answered"),
    "case.assigned": gettext_lazy("A case gets another responsible person"),
    "case.handed_off": gettext_lazy("A case is handed to a department"),
    "case.hand_off_accepted": gettext_lazy("The department accepts the case"),
    "case.hand_off_declined": gettext_lazy("The department declines the case"),
    "case.hand_off_taken_back": gettext_lazy("A hand-off of the case is taken back"),
    "case.waiting_for_customer": gettext_lazy("We wait for the customer"),
    "case.customer_answered": gettext_lazy("The customer answers"),
    "case.question_not_delivered": gettext_lazy("A question did not reach the customer"),
    "case.investigated": gettext_lazy("Somebody begins to look into a case"),
    "case.decided": gettext_lazy("A case is decided"),
    "case.offered": gettext_lazy("A remedy is offered"),
    "case.performed": gettext_lazy("What was accepted has been delivered"),
    "case.closed": gettext_lazy("A case is closed"),
    "case.reopened": gettext_lazy("A case is opened again"),
    "hand_off.opened": gettext_lazy("A hand-off is made"),
    "hand_off.accepted": gettext_lazy("A hand-off is accepted"),
    "hand_off.declined": gettext_lazy("A hand-off is declined"),
    "hand_off.taken_back": gettext_lazy("A hand-off is taken back"),
    "offer.sent": gettext_lazy("An offer is sent"),
    "offer.accepted": gettext_lazy("An offer is accepted"),
    "offer.declined": gettext_lazy("An offer is declined"),
    "offer.ended": gettext_lazy("An offer lapses or is withdrawn"),
    "offer.fulfilled": gettext_lazy("A remedy has reached the customer"),
    "stage.queue.started": gettext_lazy("A customer joins the queue"),
    "stage.queue.ended": gettext_lazy("A customer leaves the queue"),
    "stage.dishes.started": gettext_lazy("Dishes are ordered"),
    "stage.dishes.ended": gettext_lazy("All dishes are served"),
    "stage.checkout.started": gettext_lazy("The checkout begins"),
    "stage.checkout.ended": gettext_lazy("The checkout is done"),
    "stage.delivery.started": gettext_lazy("An order is placed"),
    "stage.delivery.ended": gettext_lazy("An order is delivered"),
    "stage.human_answer.started": gettext_lazy("A customer asks for a person"),
    "stage.human_answer.ended": gettext_lazy("A person answers"),
}
NATURES = [
    ("complaint", gettext_lazy("Complaint")),
    ("suggestion", gettext_lazy("Suggestion")),
    ("enquiry", gettext_lazy("Enquiry")),
    ("praise", gettext_lazy("Praise")),
]
URGENCIES = [
    ("urgent", gettext_lazy("Urgent")),
    ("important", gettext_lazy("Important")),
    ("normal", gettext_lazy("Normal")),
]
COVERED: dict[str, Mapping[Any, str | Promise]] = {
    "natures": dict(NATURES),
    "urgencies": dict(URGENCIES),
    "channels": dict(ChannelKind.choices),
    "kinds": dict(Encounter.Kind.choices),
    "categories": dict(Category.choices),
    "levels": {1: gettext_lazy("Level 1"), 2: gettext_lazy("Level 2"), 3: gettext_lazy("Level 3")},
    "tiers": dict(Tier.choices),
}
HOUR, MINUTE = 3600, 60


def signal_words(names: Iterable[str]) -> list[str]:
    return [str(SIGNALS.get(name, name)) for name in names]


def limit_words(version: CommitmentVersion) -> str:
    """ "15 working days", "8 working hours", "24 hours"."""
    return str(aim_words(version)) or budget_words(version.budget, version.budget_kind)


def budget_words(amount: float, kind: str, *, up: bool = False) -> str:
    """Working days or seconds as a limit is spoken of; `up` rounds to the next whole minute, never down."""
    if kind == CommitmentVersion.Budget.PROMISED:
        return (
            _("until the promised date")
            if not up
            else _("%(time)s after the promised date") % {"time": _time(amount, False)}
        )
    if kind == CommitmentVersion.Budget.WORKING_DAYS:
        n = ceil(amount)
        return ngettext("%(n)s working day", "%(n)s working days", n) % {"n": n}
    return _time(ceil(amount / MINUTE) * MINUTE if up else amount, kind == CommitmentVersion.Budget.WORKING_SECONDS)


def _time(seconds: float, is_working: bool) -> str:
    hours = seconds >= HOUR and seconds % HOUR == 0
    n = int(seconds // HOUR) if hours else max(1, round(seconds / MINUTE))
    if not hours and n >= 10 * 60:
        words = f"{seconds / HOUR:.1f}"
        name = _("%(n)s hours of working time") if is_working else _("%(n)s hours by the clock")
        return name % {"n": words}
    if hours and is_working:
        return ngettext("%(n)s working hour", "%(n)s working hours", n) % {"n": n}
    if hours:
        return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}
    if is_working:
        return ngettext("%(n)s minute of working time", "%(n)s minutes of working time", n) % {"n": n}
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def scope_words(version: CommitmentVersion, branches: Mapping[int, str]) -> str:
    """Whom it covers, in words; everything when nothing limits it."""
    named: dict[str, Mapping[Any, str | Promise]] = {**COVERED, "branches": branches}
    return " · ".join(_listed(version.scope, named)) or _("Everything")


def exclusion_words(version: CommitmentVersion) -> str:
    """What does not count, in words; empty when everything does."""
    return " · ".join(_listed(version.exclusions, {**COVERED, "tags": {}}))


def _listed(told: Mapping[str, Any], named: Mapping[str, Mapping[Any, str | Promise]]) -> list[str]:
    return [
        _(", ").join(str(names.get(value, value)) for value in told[key])
        for key, names in named.items()
        if told.get(key)
    ]
