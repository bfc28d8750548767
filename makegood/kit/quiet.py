"""Hours in which people are left alone."""

from __future__ import annotations

from datetime import datetime, time, timedelta


def is_quiet(moment: time, start: time, end: time) -> bool:
    """Whether the wall time lies in [start, end); the hours may pass midnight; equal ends mean never."""
    if start <= end:
        return start <= moment < end
    return moment >= start or moment < end


def not_before(local: datetime, start: time, end: time) -> datetime:
    """``local`` itself, or the end of the quiet hours that it falls into."""
    if not is_quiet(local.time(), start, end):
        return local
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, local.tzinfo)
