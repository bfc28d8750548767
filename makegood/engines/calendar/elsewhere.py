"""Public holidays outside mainland China, from the `holidays` package: days off by law, never mere observances."""

from datetime import date

import holidays

from makegood.engines.calendar.calendar import Override
from makegood.engines.calendar.problems import CalendarProblem

# Code: country, part of it. What is asked for is what the offices can choose; the package knows more.
PLACES: dict[str, tuple[str, str | None]] = {
    "hk": ("HK", None),
    "mo": ("MO", None),
    "tw": ("TW", None),
    "sg": ("SG", None),
    "my": ("MY", None),
    "jp": ("JP", None),
    "kr": ("KR", None),
    "th": ("TH", None),
    "au-nsw": ("AU", "NSW"),
    "gb-eng": ("GB", "ENG"),
    "de": ("DE", None),
    "fr": ("FR", None),
    "us": ("US", None),
}
FIRST_YEAR = 2015


def public_holidays(place: str, *, last_year: int, first_year: int = FIRST_YEAR) -> dict[date, str]:
    """The names of a place's public holidays by date; CalendarProblem("unknown_place") for another place."""
    if place not in PLACES:
        raise CalendarProblem("unknown_place", name=place)
    country, part = PLACES[place]
    years = range(first_year, last_year + 1)
    found = holidays.country_holidays(country, subdiv=part, years=years, categories=(holidays.PUBLIC,))
    return {day: name for day, name in sorted(found.items()) if first_year <= day.year <= last_year}


def public_days_off(place: str, *, last_year: int) -> dict[date, Override]:
    """Every public holiday as a day of rest."""
    return dict.fromkeys(public_holidays(place, last_year=last_year), ())
