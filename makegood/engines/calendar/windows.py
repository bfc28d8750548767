"""Stretches of a day during which somebody is at work."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from makegood.engines.calendar.problems import CalendarProblem

DAY = 86_400
WEEK = 7 * DAY
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?$")


class Window(NamedTuple):
    """Half-open, in seconds from local midnight of the day it opens; past 86,400 it runs overnight."""

    opens: int
    closes: int

    def __str__(self) -> str:
        return f"{clock_text(self.opens)}-{clock_text(self.closes)}"


FULL_DAY = Window(0, DAY)


def clock_text(second: int) -> str:
    """`09:00` for a second of the day; the end of the day reads `24:00`, later ones the next day's time."""
    second = second if second <= DAY else second - DAY
    hours, rest = divmod(second, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def clock_second(text: str) -> int:
    """Seconds from midnight of `9:00`, `09:00:30` or `24:00`; CalendarProblem("not_a_time") otherwise."""
    found = _CLOCK.match(text.strip().replace("：", ":"))
    if not found:
        raise CalendarProblem("not_a_time", text=text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    second = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or second > DAY:
        raise CalendarProblem("not_a_time", text=text)
    return second


def parse_window(opens: str, closes: str) -> Window:
    """A window from two clock times; a close at or before the opening means the next morning."""
    start, end = clock_second(opens), clock_second(closes)
    if start >= DAY:
        raise CalendarProblem("not_a_time", text=opens)
    return Window(start, end if end > start else end + DAY)


def parse_windows(text: str) -> tuple[Window, ...]:
    """Windows from `09:00-12:00, 13:30-18:00`; an empty text is a day of rest."""
    windows = []
    for part in re.split(r"[,，;；\s]+", text.strip()):
        if not part:
            continue
        ends = re.split(r"[-–—~～至]", part)
        if len(ends) != 2:
            raise CalendarProblem("not_a_window", text=part)
        windows.append(parse_window(*ends))
    return checked_day(windows)


def checked_day(windows: Iterable[Sequence[int]]) -> tuple[Window, ...]:
    """The windows of one day in order; CalendarProblem("overlap" | "empty_window") if they cannot be."""
    ordered = sorted(Window(*window) for window in windows)
    for window in ordered:
        if not 0 <= window.opens < DAY or not window.opens < window.closes <= window.opens + DAY:
            raise CalendarProblem("empty_window", window=str(window))
    for earlier, later in pairwise(ordered):
        if later.opens < earlier.closes:
            raise CalendarProblem("overlap", first=str(earlier), second=str(later))
    return tuple(ordered)


def checked_week(week: Sequence[Iterable[Sequence[int]]]) -> tuple[tuple[Window, ...], ...]:
    """Seven days from Monday, none overlapping the next, with some working time among them."""
    if len(week) != 7:
        raise CalendarProblem("not_seven_days", days=len(week))
    days = tuple(checked_day(day) for day in week)
    if not any(days):
        raise CalendarProblem("no_working_time")
    spans = sorted((i * DAY + w.opens, i * DAY + w.closes, i) for i, day in enumerate(days) for w in day)
    following = [*spans[1:], (spans[0][0] + WEEK, 0, spans[0][2])]
    for (_, closes, day), (opens, _, next_day) in zip(spans, following, strict=True):
        if opens < closes:
            raise CalendarProblem("overlap_next_day", day=day, next_day=next_day)
    return days
