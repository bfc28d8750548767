"""Moments as a person would say them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def plain_moment(moment: datetime | None) -> str:
    """ "Wednesday 25 November, 18:00" in the reader's language and the site's time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return _("%(day)s (%(weekday)s) %(time)s") % {
        "day": date_format(local, "MONTH_DAY_FORMAT"),
        "weekday": date_format(local, "D"),
        "time": date_format(local, "H:i"),
    }
