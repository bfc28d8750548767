"""Mainland China's statutory holidays (休) and make-up workdays (班), as announced by the State Council.

Source: the `chinese-calendar` package, which holds the years announced so far and no others.
"""

from collections.abc import Sequence
from datetime import date

import chinese_calendar

from makegood.engines.calendar.calendar import Calendar, Override
from makegood.engines.calendar.windows import FULL_DAY, Window

TIME_ZONE = "Asia/Shanghai"


def china_known_until() -> date:
    """The last day of the last year announced."""
    return date(max(chinese_calendar.holidays).year, 12, 31)


def china_days(make_up: Sequence[Window], *, first_year: int = 2004) -> dict[date, Override]:
    """Every announced day that differs: holidays rest, make-up workdays work the given windows.

    A holiday that falls on a weekend is listed too, so that seven-day calendars rest on it.
    """
    rest: dict[date, Override] = {day: () for day in chinese_calendar.holidays if day.year >= first_year}
    work = {day: tuple(make_up) for day in chinese_calendar.workdays if day.year >= first_year}
    return rest | work


def china_names() -> dict[date, str]:
    """English names of the holidays and make-up workdays by date, as the package has them."""
    return {**chinese_calendar.holidays, **chinese_calendar.workdays}


def china_calendar(windows: Sequence[Window] = (FULL_DAY,), *, ends_at_closing: bool = False) -> Calendar:
    """Monday to Friday with the same windows, statutory holidays off, make-up workdays on."""
    day = tuple(windows)
    week = (day,) * 5 + ((), ())
    return Calendar(TIME_ZONE, week, china_days(day), china_known_until(), ends_at_closing)
