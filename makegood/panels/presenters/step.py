from __future__ import annotations

from dataclasses import dataclass

from makegood.panels.presenters.people import Person
from makegood.panels.presenters.promise import PromiseChip, Words


@dataclass(frozen=True)
class Action:
    """Something to press. ``method`` get opens ``href``; post sends it; ``fields`` travel with a post;
    ``key`` presses it from the keyboard."""

    label: Words
    href: str
    method: str = "get"
    icon: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Guide:
    """A page of the handbook at the point of work."""

    title: str
    body: str
    href: str = ""


@dataclass(frozen=True)
class NextStep:
    """The step that is due: who owns it, how it is done, what to say, and the one primary button."""

    title: Words
    reason: Words = ""
    owner: Person | None = None
    chip: PromiseChip | None = None
    guide: Guide | None = None
    script: Guide | None = None
    primary: Action | None = None
    others: tuple[Action, ...] = ()
