from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.panels.presenters.people import Person
from makegood.panels.presenters.promise import Words


class Group(StrEnum):
    """What a reader may show or hide on a timeline."""

    MESSAGE = "message"
    INTERNAL = "internal"
    MOVE = "move"
    CLOCK = "clock"
    VERDICT = "verdict"
    MONEY = "money"

    @property
    def words(self) -> Words:
        return GROUP_WORDS[self]


GROUP_WORDS: dict[Group, Promise] = {
    Group.MESSAGE: _("Messages"),
    Group.INTERNAL: _("Internal notes"),
    Group.MOVE: _("Moves"),
    Group.CLOCK: _("Promises"),
    Group.VERDICT: _("Judgements"),
    Group.MONEY: _("Remedies and money"),
}
ICONS = {
    Group.MESSAGE: "message",
    Group.INTERNAL: "note",
    Group.MOVE: "move",
    Group.CLOCK: "clock",
    Group.VERDICT: "spark",
    Group.MONEY: "gift",
}


@dataclass(frozen=True)
class TimelineLine:
    """One line: who, when, what. ``direction`` is in or out for messages; ``state`` a promise state for clocks."""

    group: Group
    at: datetime
    who: Person | None
    title: Words
    body: str = ""
    direction: str = ""
    state: str = ""
    facts: tuple[Words, ...] = ()
    href: str = ""
    mark: str = ""

    @property
    def icon(self) -> str:
        return self.mark or ICONS[self.group]

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)
