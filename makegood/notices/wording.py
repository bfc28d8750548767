"""What each kind of notice says. ``params`` fill the places; one that is missing shows as an ellipsis."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "case.opened": _("A new complaint came in: %(number)s %(title)s"),
    "case.assigned": _("You were given the case %(number)s."),
    "case.handed_off": _("The case %(number)s was handed to your department. Please accept or decline it."),
    "case.hand_off_declined": _("The hand-off of case %(number)s was declined: %(reason)s"),
    "case.customer_answered": _("The customer answered on case %(number)s."),
    "case.reopened": _("The case %(number)s was reopened: the customer is not satisfied."),
    "case.escalated": _("The case %(number)s was lifted to level %(level)s."),
    "feedback.urgent": _("Urgent feedback came in: %(title)s"),
    "promise.due_soon": _("A promise is due soon: %(promise)s, %(subject)s"),
    "promise.broken": _("A promise was broken: %(promise)s, %(subject)s"),
    "approval.asked": _("Your approval is asked for: %(subject)s"),
    "approval.agreed": _("Approved: %(subject)s"),
    "approval.refused": _("Refused: %(subject)s"),
    "offer.accepted": _("The customer accepted the offer on case %(number)s."),
    "offer.declined": _("The customer declined the offer on case %(number)s."),
    "budget.low": _("The budget of %(branch)s is nearly used up."),
    "remedy.uncovered": _("A guarantee was broken on case %(number)s and no budget covers its remedy. Please act."),
    "import.finished": _("The import of %(name)s is done: %(accepted)s taken in, %(quarantined)s to be mended."),
    "import.failed": _("The import of %(name)s stopped: %(reason)s"),
    "work.parked": _("Some background work keeps failing and waits for you."),
    "intake.unbalanced": _("Something that came in on %(channel)s led nowhere. Please look into it."),
    "webhook.parked": _("The address %(name)s did not answer for a long time; its messages were set aside."),
}


class _Places(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(kind: str, params: dict[str, Any]) -> str:
    """The notice in the active language; a kind without a sentence says its ``text`` parameter."""
    if kind not in SENTENCES:
        return str(params.get("text", kind))
    return str(SENTENCES[kind]) % _Places(params)
