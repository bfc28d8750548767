"""A week's shifts: hours as they are typed, turned into instants of a branch's own clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from makegood.engines.calendar import CalendarProblem, Window, parse_windows
from makegood.engines.calendar.wall import first_instant, moment_of, zone_named

REST = frozenset({"", "休", "休息", "off", "rest", "-", "—"})
DAY = 86_400
LONGEST = 16 * 3600


class Span(NamedTuple):
    """[starts_at, ends_at) of one shift."""

    starts_at: datetime
    ends_at: datetime


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(7)]


def hours_of(text: str) -> tuple[Window, ...]:
    """The hours of a typed cell; 休 and nothing rest. CalendarProblem where they are none, or too long for anybody."""
    if text.strip().lower() in REST:
        return ()
    windows = parse_windows(text)
    if sum(window.closes - window.opens for window in windows) > LONGEST:
        raise CalendarProblem("too_long", text=text.strip(), hours=LONGEST // 3600)
    return windows


def spans(day: date, windows: Iterable[Window], time_zone: str) -> list[Span]:
    """When the hours of a day begin and end; a night shift ends the next morning, whatever the clocks do."""
    zone = zone_named(time_zone)
    return [
        Span(moment_of(first_instant(zone, day, w.opens)), moment_of(first_instant(zone, day, w.closes)))
        for w in windows
    ]


def clashes(planned: Iterable[Span]) -> bool:
    """Whether somebody would be in two places at once."""
    ordered = sorted(planned)
    return any(later.starts_at < earlier.ends_at for earlier, later in pairwise(ordered))


def staffed(days: Iterable[Iterable[Window]]) -> tuple[Window, ...]:
    """The hours during which at least one of several people works, joined."""
    found: list[Window] = []
    for window in sorted(window for windows in days for window in windows):
        if found and window.opens <= found[-1].closes:
            found[-1] = Window(found[-1].opens, max(found[-1].closes, window.closes))
        else:
            found.append(window)
    return tuple(Window(w.opens, min(w.closes, w.opens + DAY)) for w in found)
