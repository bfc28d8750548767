"""Calendars as they are stored and typed: texts for days, turned into values and back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from makegood.engines.calendar import (
    Calendar,
    Window,
    china_days,
    china_known_until,
    china_names,
    parse_windows,
    public_days_off,
    public_holidays,
)

CHINA = "cn"


def windows_text(windows: Sequence[Window]) -> str:
    """`09:00-12:00, 13:30-18:00`; empty for a day of rest."""
    return ", ".join(str(window) for window in windows)


def calendar_from(
    *,
    time_zone: str,
    week: Sequence[str],
    days: Mapping[str, str],
    known_until: date | None,
    ends_at_closing: bool,
) -> Calendar:
    """The calendar of stored texts; CalendarProblem where they do not make one."""
    return Calendar(
        time_zone,
        tuple(parse_windows(text) for text in week),
        {date.fromisoformat(day): parse_windows(text) for day, text in days.items()},
        known_until,
        ends_at_closing,
    )


def make_up_hours(week: Sequence[str]) -> str:
    """The hours of a make-up workday: those of the first weekday that has any."""
    return next((text for text in week if text.strip()), "")


def statutory_days(country: str, make_up: str, *, today: date) -> tuple[dict[str, str], date | None]:
    """Announced holidays and make-up workdays by ISO date, and the last day they cover.

    `country` is "cn", a place of `engines.calendar.PLACES`, or empty; `make_up` is the text of a make-up
    workday's windows. China is known as far as it is announced; elsewhere laws fix the days, and they
    count as known to the end of the next year. CalendarProblem("unknown_place") for any other country.
    """
    if not country:
        return {}, None
    if country == CHINA:
        days, known_until = china_days(parse_windows(make_up)), china_known_until()
    else:
        days, known_until = public_days_off(country, last_year=today.year + 1), date(today.year + 1, 12, 31)
    return {day.isoformat(): windows_text(windows) for day, windows in sorted(days.items())}, known_until


def holiday_names(country: str, year: int) -> dict[date, str]:
    """What the holidays and make-up workdays of a year are called, in the package's own words."""
    if country == CHINA:
        return {day: name for day, name in china_names().items() if day.year == year}
    return public_holidays(country, first_year=year, last_year=year) if country else {}


class DayPreview(NamedTuple):
    """One day as a calendar sees it; `origin` is week, statutory or correction."""

    day: date
    windows: str
    origin: str

    @property
    def is_working(self) -> bool:
        return bool(self.windows)


def preview(calendar: Calendar, corrections: Mapping[str, str], *, first: date, days: int) -> list[DayPreview]:
    """The days from `first` on, with where each one's hours come from."""
    found = []
    for day in (first + timedelta(days=k) for k in range(days)):
        origin = "week"
        if day in calendar.overrides:
            origin = "correction" if day.isoformat() in corrections else "statutory"
        found.append(DayPreview(day, windows_text(calendar.windows_of(day)), origin))
    return found
