"""When people may be disturbed, and when an address is tried again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
MAX_ATTEMPTS = 10


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


def wait_after(attempts: int) -> timedelta:
    """10 s, 40 s, 160 s … up to 6 hours after the first, second, third failed attempt."""
    factor: int = 4 ** min(attempts - 1, 10)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)


def hears(wanted: list[str], event: str) -> bool:
    """Whether a list of event names ("cases.CaseOpened", "cases.*", "*") covers ``event``."""
    return any(name in ("*", event) or (name.endswith(".*") and event.startswith(name[:-1])) for name in wanted)
