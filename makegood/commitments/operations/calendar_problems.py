"""What is wrong with a calendar, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from makegood.commitments.rules.differing_days import Refused
from makegood.engines.calendar import CalendarProblem
from makegood.kit.errors import Invalid

FIELDS = {"unknown_zone": "time_zone", "unknown_place": "holidays"}
_TEXTS = {
    "not_a_time": _("“%(text)s” is not a time of day. Write it like 09:00."),
    "not_a_window": _("“%(text)s” is not a stretch of time. Write it like 09:00-12:00, 13:30-18:00."),
    "empty_window": _("%(window)s has no time in it."),
    "overlap": _("%(first)s and %(second)s overlap. Join them or move one."),
    "overlap_next_day": _("The night of %(day)s runs into the hours of %(next_day)s. Let it end before they begin."),
    "no_working_time": _("This calendar has no working time, so nothing would ever fall due. Add some hours."),
    "not_seven_days": _("A week needs its seven days, from Monday to Sunday."),
    "unknown_zone": _("There is no time zone called %(name)s. Write it like Asia/Shanghai."),
    "unknown_place": _("The holidays of “%(name)s” are not known here. Choose another place, or none."),
    "too_far": _("This lies too far away for a calendar."),
    "not_a_table": _("This is not a table of days. Save it as CSV: date, off or on, name."),
    "empty_file": _("There is not a single row in this file."),
    "too_many_rows": _("This file has too many rows; a year needs fewer than %(most)s."),
}
_ROWS = {
    "no_date": _("Line %(line)s: “%(detail)s” is not a date. Write it like 2026-10-01."),
    "impossible_date": _("Line %(line)s: there is no day %(detail)s."),
    "wrong_year": _("Line %(line)s is of the year %(detail)s. Show that year before you read its file."),
    "doubled": _("Line %(line)s repeats the date of line %(detail)s. Keep one of them."),
    "no_kind": _("Line %(line)s does not say what the day is. Write off for rest, on for work, or the hours."),
    "unknown_word": _("Line %(line)s: “%(detail)s” is not known. Write off for rest, on for work, or the hours."),
}
_UNREADABLE = _("Line %(line)s: the hours “%(detail)s” cannot be kept. Write them like 09:00-12:00, 13:30-18:00.")


def as_invalid(problem: CalendarProblem, *, field: str = "") -> Invalid:
    """The refusal that tells a person what to mend."""
    details: dict[str, Any] = dict(problem.details)
    for key in ("day", "next_day"):
        if key in details:
            details[key] = WEEKDAYS[details[key]]
    return Invalid(_TEXTS[problem.code], field=field, **details)


def row_refused(row: Refused, *, field: str = "corrections") -> Invalid:
    """The refusal of one typed or uploaded day, with the line it stands on."""
    return Invalid(_ROWS.get(row.code, _UNREADABLE), field=field, line=row.line, detail=row.detail)
