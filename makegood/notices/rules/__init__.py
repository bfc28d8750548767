"""When people may be disturbed, and when an address is tried again."""

from __future__ import annotations

from datetime import timedelta

from makegood.kit.quiet import is_quiet, not_before

__all__ = ["MAX_ATTEMPTS", "hears", "is_quiet", "not_before", "wait_after"]

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)
MAX_ATTEMPTS = 10


def wait_after(attempts: int) -> timedelta:
    """10 s, 40 s, 160 s … up to 6 hours after the first, second, third failed attempt."""
    factor: int = 4 ** min(attempts - 1, 10)
    return min(FIRST_WAIT * factor, LONGEST_WAIT)


def hears(wanted: list[str], event: str) -> bool:
    """Whether a list of event names ("cases.CaseOpened", "cases.*", "*") covers ``event``."""
    return any(name in ("*", event) or (name.endswith(".*") and event.startswith(name[:-1])) for name in wanted)
