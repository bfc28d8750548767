"""What the components draw: plain frozen values, built from query results, that know no database."""

from makegood.panels.presenters.listing import Column, Option, Page, SavedView, Tab
from makegood.panels.presenters.people import Person, initials
from makegood.panels.presenters.promise import ChipSegment, ChipState, PromiseChip
from makegood.panels.presenters.score import IntervalBar, StatTile
from makegood.panels.presenters.step import Action, Guide, NextStep
from makegood.panels.presenters.timeline import Group, TimelineLine
from makegood.panels.presenters.why import Why

__all__ = [
    "Action",
    "ChipSegment",
    "ChipState",
    "Column",
    "Group",
    "Guide",
    "IntervalBar",
    "NextStep",
    "Option",
    "Page",
    "Person",
    "PromiseChip",
    "SavedView",
    "StatTile",
    "Tab",
    "TimelineLine",
    "Why",
    "initials",
]
