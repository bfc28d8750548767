"""Working time, exact to the second.

Nouns: Window (a stretch of a day in seconds from local midnight), Calendar (time zone, weekly windows,
date overrides both ways, the last day it knows), Timeline (the calendar unrolled into instants).
Verbs: add_working, working_between, add_working_days; the same for whole arrays in `vectors`.

One rule decides every daylight-saving question: a wall-clock reading happens at the first instant at
which the local clock shows it or has jumped past it. So a window that opens inside a skipped hour opens
when the clock jumps, and an hour shown twice is entered once.
"""

from makegood.engines.calendar.calendar import Calendar, Override
from makegood.engines.calendar.china import china_calendar, china_days, china_known_until, china_names
from makegood.engines.calendar.elsewhere import PLACES, public_days_off, public_holidays
from makegood.engines.calendar.problems import CalendarProblem
from makegood.engines.calendar.windows import FULL_DAY, Window, parse_window, parse_windows

__all__ = [
    "FULL_DAY",
    "PLACES",
    "Calendar",
    "CalendarProblem",
    "Override",
    "Window",
    "china_calendar",
    "china_days",
    "china_known_until",
    "china_names",
    "parse_window",
    "parse_windows",
    "public_days_off",
    "public_holidays",
]
