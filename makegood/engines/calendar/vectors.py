"""The calendar over whole arrays: the same answers as the scalar methods, for each element.

Instants are numpy `datetime64[us]` in UTC, spans are `timedelta64[us]` or whole seconds.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from makegood.engines.calendar.calendar import Calendar
from makegood.engines.calendar.timeline import Timeline
from makegood.engines.calendar.wall import SECOND

Instants = NDArray[np.datetime64]
Spans = NDArray[np.timedelta64]
_DAY = 86_400 * SECOND


class _Arrays:
    """A timeline as arrays."""

    def __init__(self, line: Timeline) -> None:
        self.line = line
        self.starts = np.array(line.starts, dtype=np.int64)
        self.ends = np.array(line.ends, dtype=np.int64)
        self.before = np.array(line.before, dtype=np.int64)
        self.through = np.array(line.through, dtype=np.int64)
        self.midnights = np.array(line.midnights, dtype=np.int64)
        self.workdays = np.array(line.workdays, dtype=np.int64)
        self.day_ends = np.array(line.day_ends, dtype=np.int64)

    def worked_until(self, instants: NDArray[np.int64]) -> NDArray[np.int64]:
        i = np.searchsorted(self.starts, instants, side="right") - 1
        j = np.maximum(i, 0)
        worked = self.before[j] + np.minimum(instants, self.ends[j]) - self.starts[j]
        return np.where(i < 0, 0, worked)

    def day_of(self, instants: NDArray[np.int64]) -> NDArray[np.int64]:
        days = np.searchsorted(self.midnights, instants, side="right") - 1
        return days + self.line.first.toordinal()


def _arrays(line: Timeline) -> _Arrays:
    if not isinstance(line.arrays, _Arrays):
        line.arrays = _Arrays(line)
    return line.arrays


def _micros(values: NDArray[Any], unit: str) -> NDArray[np.int64]:
    return np.asarray(values, dtype=f"{unit}[us]").astype(np.int64)


def working_between(calendar: Calendar, starts: Instants, ends: Instants) -> Spans:
    """Working time in each [start, end); negative where end comes first."""
    a, b = _micros(starts, "datetime64"), _micros(ends, "datetime64")
    if not a.size:
        return np.array([], dtype="timedelta64[us]")
    arrays = _arrays(calendar.timeline(int(min(a.min(), b.min())), int(max(a.max(), b.max()))))
    return (arrays.worked_until(b) - arrays.worked_until(a)).astype("timedelta64[us]")


def add_working(calendar: Calendar, starts: Instants, seconds: NDArray[np.int64] | int) -> Instants:
    """The earliest instant, for each start, by which its seconds of working time have passed."""
    a = _micros(starts, "datetime64")
    budget = np.broadcast_to(np.asarray(seconds, dtype=np.int64), a.shape) * SECOND
    if not a.size:
        return np.array([], dtype="datetime64[us]")
    if budget.min() < 0:
        raise ValueError("seconds must not be negative")
    ahead = int(budget.max()) * 8
    while True:
        arrays = _arrays(calendar.timeline(int(a.min()), int(a.max()) + ahead))
        target = arrays.worked_until(a) + budget
        i = np.searchsorted(arrays.through, target, side="left")
        if int(i[budget > 0].max(initial=0)) < len(arrays.through):
            break
        ahead = ahead * 2 + _DAY
    j = np.minimum(i, len(arrays.through) - 1)
    due = arrays.starts[j] + target - arrays.before[j]
    settled: NDArray[np.int64] = np.where(budget == 0, a, due)
    found: Instants = settled.astype("datetime64[us]")
    return found


def add_working_days(calendar: Calendar, starts: Instants, days: NDArray[np.int64] | int) -> Instants:
    """The end of the n-th working day after each start's own day (see Calendar.add_working_days)."""
    a = _micros(starts, "datetime64")
    count = np.broadcast_to(np.asarray(days, dtype=np.int64), a.shape)
    if not a.size:
        return np.array([], dtype="datetime64[us]")
    if count.min() < 1:
        raise ValueError("at least one working day")
    ahead = int(count.max()) * 2 * _DAY
    while True:
        arrays = _arrays(calendar.timeline(int(a.min()), int(a.max()) + ahead))
        place = np.searchsorted(arrays.workdays, arrays.day_of(a) + 1, side="left") + count - 1
        if int(place.max()) < len(arrays.day_ends):
            ends: Instants = arrays.day_ends[place].astype("datetime64[us]")
            return ends
        ahead *= 2
