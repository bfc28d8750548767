from __future__ import annotations

from dataclasses import dataclass

from makegood.panels.presenters.promise import Words


@dataclass(frozen=True)
class Option:
    """One thing to choose in a menu or filter."""

    value: str
    label: Words
    is_chosen: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a list that a reader may show, hide or sort by."""

    code: str
    label: Words
    is_shown: bool = True
    is_fixed: bool = False
    sort_href: str = ""
    sorted: str = ""
    align: str = ""


@dataclass(frozen=True)
class SavedView:
    """A named set of filters; ``is_own`` may be deleted by its reader."""

    label: Words
    href: str
    is_current: bool = False
    count: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class Tab:
    label: Words
    href: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Page:
    """A window on a long list: rows ``first`` to ``last`` of ``total`` (None where counting would be slow)."""

    first: int
    last: int
    total: int | None = None
    previous_href: str = ""
    next_href: str = ""
