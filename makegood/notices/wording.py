"""What each kind of notice says, put into words when it is read: in the reader's language and time zone.

``params`` fill the places; one that is missing shows as an ellipsis. Some are data that become words here: ``due_at``
(an instant) becomes %(due)s, ``left`` (seconds) becomes %(left)s, ``reach`` becomes %(place)s, and a value by language
(``{"zh-hans": …, "en": …}``) is read in the reader's.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
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
    "promise.due_soon": _("A promise is due soon: %(promise)s, %(subject)s. %(left)s left, until %(due)s."),
    "promise.broken": _("A promise was broken: %(promise)s, %(subject)s. It was due at %(due)s."),
    "promise.climbing": _(
        "%(place)s is called: the promise %(promise)s, %(subject)s, has %(left)s left, until %(due)s. "
        "Say “I have it” if you take it up."
    ),
    "promise.climbed": _(
        "%(place)s is called: the promise %(promise)s, %(subject)s, was broken at %(due)s. "
        "Say “I have it” if you take it up."
    ),
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
# These ring because time passed, not because somebody did something: they wait for the end of the quiet hours.
BY_THE_CLOCK = frozenset({"promise.due_soon", "promise.broken", "promise.climbing", "promise.climbed"})
PLACES: dict[str, Any] = {
    "owner": _("The owner"),
    "site": _("The branch"),
    "region": _("The region"),
    "head_office": _("The head office"),
}
MINUTE, HOUR, DAY = 60, 3_600, 86_400


class _Filled(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(kind: str, params: dict[str, Any], *, zone: tzinfo | None = None) -> str:
    """The notice in the active language; a kind without a sentence says its ``text`` parameter."""
    if kind not in SENTENCES:
        return str(params.get("text", kind))
    return str(SENTENCES[kind]) % _Filled(_in_words(params, zone))


def _in_words(params: dict[str, Any], zone: tzinfo | None) -> dict[str, Any]:
    words = {name: _in_language(value) if isinstance(value, dict) else value for name, value in params.items()}
    if due_at := params.get("due_at"):
        words["due"] = f"{timezone.localtime(datetime.fromisoformat(due_at), zone):%Y-%m-%d %H:%M}"
    if "left" in params:
        words["left"] = spoken(params["left"])
    if params.get("reach") in PLACES:
        words["place"] = PLACES[params["reach"]]
    return words


def _in_language(value: dict[str, str]) -> str:
    return value.get(get_language() or "") or value.get("zh-hans") or next(iter(value.values()), "…")


def spoken(seconds: float) -> str:
    """A span, never longer than it is: 3 days, 7 hours, 40 minutes, less than a minute."""
    for size, words in ((DAY, _days), (HOUR, _hours), (MINUTE, _minutes)):
        if seconds >= (2 if size != MINUTE else 1) * size:
            return words(int(seconds // size))
    return str(_("less than a minute"))


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _hours(n: int) -> str:
    return ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}


def _minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}
