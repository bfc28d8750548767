from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.commitments.rules.calendar_text import holiday_names

CHINESE_NAMES = {
    "New Year's Day": _("New Year's Day"),
    "Spring Festival": _("Spring Festival"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"),
    "Labour Day": _("Labour Day"),
    "Dragon Boat Festival": _("Dragon Boat Festival"),
    "Mid-autumn Festival": _("Mid-autumn Festival"),
    "National Day": _("National Day"),
}


def names_of_year(place: str, year: int) -> dict[str, str]:
    """What the holidays and make-up workdays of a year are called, by ISO date."""
    return {day.isoformat(): str(CHINESE_NAMES.get(name, name)) for day, name in holiday_names(place, year).items()}
