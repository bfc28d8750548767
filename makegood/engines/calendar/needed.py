"""The least time limit with which each of many intervals would have been kept, and where they lie in the week.

Instants are whole microseconds since 1970 (int64). A limit b keeps an interval where `add_working(start, b)`,
or `add_working_days(start, b)`, is not before its end; `needed_time` and `needed_days` are the smallest such b,
so every other limit can be tried without computing a single due date again.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from makegood.engines.calendar.calendar import Calendar
from makegood.engines.calendar.vectors import add_working_days, working_between
from makegood.engines.calendar.wall import SECOND

Integers = NDArray[np.int64]
_QUARTER = 900 * SECOND
_DAY = 86_400 * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 1 << 18


def needed_time(calendar: Calendar, starts: Integers, ends: Integers) -> Integers:
    """Microseconds of working time; 0 for an interval that is empty.

    What ends outside working time needs one microsecond more than the work before it: a limit used up at
    closing time is due at closing, and the end came later.
    """
    a, b = starts.view("datetime64[us]"), ends.view("datetime64[us]")
    needed = working_between(calendar, a, b).view(np.int64)
    just_before = (ends - 1).view("datetime64[us]")
    needed += working_between(calendar, just_before, b).view(np.int64) == 0
    needed[ends <= starts] = 0
    return needed


def needed_days(calendar: Calendar, starts: Integers, ends: Integers) -> Integers:
    """Working days after the start's own day, at least one."""
    if not starts.size:
        return np.empty(0, dtype=np.int64)
    line = calendar.timeline(int(min(starts.min(), ends.min())), int(max(starts.max(), ends.max())))
    midnights = np.array(line.midnights, dtype=np.int64)
    through = np.searchsorted(
        np.array(line.workdays, dtype=np.int64), line.first.toordinal() + np.arange(len(midnights) + 1), side="left"
    )
    passed = through[np.searchsorted(midnights, ends, side="right")]
    days: Integers = np.maximum(passed - through[np.searchsorted(midnights, starts, side="right")] - 1, 1).astype(
        np.int64
    )
    for _ in range(2):  # an end at midnight belongs to the day before, one on a day of rest to the day after
        late = add_working_days(calendar, starts.view("datetime64[us]"), days).view(np.int64) < ends
        days += late
    return days


def hours_of_the_week(time_zone: str, instants: Integers) -> NDArray[np.int16]:
    """24 × weekday (Monday 0) + hour, as the local clocks showed it."""
    if not instants.size:
        return np.empty(0, dtype=np.int16)
    zone = ZoneInfo(time_zone)
    first, last = int(instants.min()) // _QUARTER, int(instants.max()) // _QUARTER
    moments = (_EPOCH + timedelta(minutes=15 * k) for k in range(first, last + 1))
    local = (moment.astimezone(zone) for moment in moments)
    table = np.fromiter((24 * at.weekday() + at.hour for at in local), np.int16, last - first + 1)
    found = np.empty(len(instants), dtype=np.int16)
    for low in range(0, len(instants), _AT_ONCE):
        piece = slice(low, low + _AT_ONCE)
        found[piece] = table[instants[piece] // _QUARTER - first]
    return found
