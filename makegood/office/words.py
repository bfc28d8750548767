"""How the office names what it finds in the journal: people, machines, subjects, events."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.journal import Mode
from makegood.journal.models import Entry
from makegood.people.models import Staff

MODES: dict[Mode, Promise] = {
    Mode.LIVE: _("Live"),
    Mode.BACKFILL: _("History"),
    Mode.DRILL: _("Drill"),
}
ACTORS: dict[str, Promise] = {
    "customer": _("Customer"),
    "machine": _("A connected system"),
    "engine": _("The reading engine"),
    "system": _("The system itself"),
}
SUBJECTS: dict[str, Promise] = {
    "api_token": _("API token"),
    "approval": _("Approval"),
    "article": _("Article"),
    "batch": _("Batch"),
    "branch": _("Branch"),
    "budget": _("Budget"),
    "calendar": _("Calendar"),
    "case": _("Case"),
    "channel": _("Channel"),
    "clock": _("Clock"),
    "commitment": _("Promise"),
    "customer": _("Customer"),
    "encounter": _("Encounter"),
    "feedback": _("Feedback"),
    "import": _("Import"),
    "ladder": _("Escalation ladder"),
    "message": _("Message"),
    "offer": _("Offer"),
    "outbox": _("Parked work"),
    "policy_version": _("Compensation policy version"),
    "quiet_hours": _("Quiet hours"),
    "routing_rule": _("Routing rule"),
    "staff": _("Member of staff"),
    "thread": _("Conversation"),
    "transfer": _("Transfer"),
}
PAGES = {
    "case": "desk:case",
    "feedback": "desk:feedback",
    "import": "office:import",
    "commitment": "office:commitment",
    "calendar": "office:calendar",
    "budget": "office:budget",
}


def actor_words(entry: Entry, people: Mapping[int, Staff]) -> str:
    return who_did(entry.actor_kind, entry.actor_id, people)


def who_did(kind: str, pk: int | None, people: Mapping[int, Staff]) -> str:
    """The name of a member of staff, or what else acted."""
    if kind == "staff" and pk is not None and pk in people:
        return people[pk].name
    return str(ACTORS.get(kind, kind))


def subject_words(kind: str, pk: int) -> str:
    return f"{SUBJECTS.get(kind, kind)} {pk}"


def subject_href(kind: str, pk: int) -> str:
    """Where the subject can be seen, or the journal's own history of it."""
    try:
        return reverse(PAGES[kind], args=[pk])
    except (KeyError, NoReverseMatch):
        return f"{reverse('office:journal')}?subject_kind={kind}&subject_id={pk}"
