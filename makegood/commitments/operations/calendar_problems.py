"""What is wrong with a calendar, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from makegood.engines.calendar import CalendarProblem
from makegood.kit.errors import Invalid

_TEXTS = {
    "not_a_time": _("“%(text)s” is not a time of day. Write it like 09:00."),
    "not_a_window": _("“%(text)s” is not a stretch of time. Write it like 09:00-12:00, 13:30-18:00."),
    "empty_window": _("%(window)s has no time in it."),
    "overlap": _("%(first)s and %(second)s overlap. Join them or move one."),
    "overlap_next_day": _("A night window runs into the next day's hours. Let it end before they begin."),
    "no_working_time": _("This calendar has no working time, so nothing would ever fall due. Add some hours."),
    "not_seven_days": _("A week needs its seven days, from Monday to Sunday."),
    "unknown_zone": _("There is no time zone called %(name)s. Write it like Asia/Shanghai."),
    "too_far": _("This lies too far away for a calendar."),
}


def as_invalid(problem: CalendarProblem, *, field: str = "") -> Invalid:
    """The refusal that tells a person what to mend."""
    return Invalid(_TEXTS[problem.code], field=field, **problem.details)
