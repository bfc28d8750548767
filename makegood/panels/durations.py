"""Spans of time in words, as coarse as a glance needs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86_400


def spoken(seconds: float) -> str:
    """A span as a glance needs it: 40 minutes, 1 h 20 min, 7 hours, 3 days; less than a minute is said so."""
    seconds = abs(seconds)
    if seconds >= 2 * DAY:
        days = round(seconds / DAY)
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if seconds >= 6 * HOUR:
        hours = round(seconds / HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = round(seconds / MINUTE)
    if minutes > 60 and minutes % 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    if minutes >= 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    if minutes < 1:
        return _("less than a minute")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def left(seconds: float) -> str:
    return _("%(span)s left") % {"span": spoken(seconds)}


def late(seconds: float) -> str:
    return _("%(span)s late") % {"span": spoken(seconds)}


def taken(seconds: float) -> str:
    return _("took %(span)s") % {"span": spoken(seconds)}


def budget_words(amount: int, kind: str) -> str:
    """A time limit as a promise counts it: working days, or a span of working time or by the clock."""
    if kind == "working_days":
        return ngettext("%(n)s working day", "%(n)s working days", amount) % {"n": amount}
    span = spoken(amount)
    return _("%(span)s of working time") % {"span": span} if kind == "working_seconds" else span
