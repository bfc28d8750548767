"""The calendar over whole arrays: the same answers as the scalar methods, for each element.

Instants are numpy `datetime64[us]` in UTC, spans are `timedelta64[us]` or whole seconds.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from makegood.engines.calendar.calendar import Calendar
from makegood.engines.calendar.steps import Integers, Steps
from makegood.engines.calendar.timeline import Timeline
from makegood.engines.calendar.wall import SECOND

Instants = NDArray[np.datetime64]
Spans = NDArray[np.timedelta64]
_DAY = 86_400 * SECOND
_FAR = 2**62
_AT_ONCE = 1 << 14  # what stays in the processor's cache from one pass to the next


class _Arrays:
    """A timeline as arrays. Position 0 of `closes` and `offsets` stands for the time before all stretches."""

    def __init__(self, line: Timeline) -> None:
        starts, before = np.array(line.starts, dtype=np.int64), np.array(line.before, dtype=np.int64)
        self.opened = Steps(starts)
        self.closes = np.concatenate(([-_FAR], np.array(line.ends, dtype=np.int64)))
        self.offsets = np.concatenate(([_FAR], before - starts))
        self.through = Steps(np.array(line.through, dtype=np.int64))
        self.total = line.through[-1] if line.through else 0
        self.leads = starts - before
        self.midnights = Steps(np.array(line.midnights, dtype=np.int64))
        days = line.first.toordinal() + np.arange(len(line.midnights) + 1)
        self.workdays_before = np.searchsorted(np.array(line.workdays, dtype=np.int64), days, side="left")
        self.day_ends = np.array(line.day_ends, dtype=np.int64)

    def worked_until(self, instants: Integers) -> Integers:
        i = self.opened.through(instants)
        worked = np.minimum(instants, self.closes.take(i, mode="clip"))
        worked += self.offsets.take(i, mode="clip")
        return worked

    def when_worked(self, amounts: Integers) -> Integers:
        """The earliest instants by which the amounts have passed, which must not exceed `total`."""
        return amounts + self.leads.take(self.through.through(amounts - 1), mode="clip")

    def workdays_through(self, instants: Integers) -> Integers:
        """How many working days there are up to and including each instant's own."""
        return self.workdays_before.take(self.midnights.through(instants))


def _arrays(line: Timeline) -> _Arrays:
    if not isinstance(line.arrays, _Arrays):
        line.arrays = _Arrays(line)
    return line.arrays


def _micros(values: Any, unit: str) -> Integers:
    return np.asarray(values, dtype=f"{unit}[us]").view(np.int64)


def _in_pieces(answer: Callable[..., Integers], *inputs: Integers) -> Integers:
    """The answers over equally shaped inputs, computed piece by piece."""
    flat = [values.reshape(-1) for values in inputs]
    found = np.empty(flat[0].shape, dtype=np.int64)
    for low in range(0, len(found), _AT_ONCE):
        piece = slice(low, low + _AT_ONCE)
        found[piece] = answer(*(values[piece] for values in flat))
    return found.reshape(inputs[0].shape)


def working_between(calendar: Calendar, starts: Instants, ends: Instants) -> Spans:
    """Working time in each [start, end); negative where end comes first."""
    a, b = np.broadcast_arrays(_micros(starts, "datetime64"), _micros(ends, "datetime64"))
    if not a.size:
        return np.empty(a.shape, dtype="timedelta64[us]")
    arrays = _arrays(calendar.timeline(int(min(a.min(), b.min())), int(max(a.max(), b.max()))))
    return _in_pieces(lambda x, y: arrays.worked_until(y) - arrays.worked_until(x), a, b).view("timedelta64[us]")


def add_working(calendar: Calendar, starts: Instants, seconds: NDArray[np.int64] | int) -> Instants:
    """The earliest instant, for each start, by which its seconds of working time have passed.

    ValueError for negative seconds.
    """
    a = _micros(starts, "datetime64")
    budget = np.broadcast_to(np.asarray(seconds, dtype=np.int64), a.shape)
    if not a.size:
        return np.empty(a.shape, dtype="datetime64[us]")
    if budget.min() < 0:
        raise ValueError("seconds must not be negative")
    most = int(budget.max()) * SECOND
    low, high, ahead = int(a.min()), int(a.max()), most * 8
    while True:
        arrays = _arrays(calendar.timeline(low, high + ahead))
        if int(arrays.worked_until(np.array([high], dtype=np.int64))[0]) + most <= arrays.total or not most:
            break
        ahead = ahead * 2 + _DAY

    def due(begun: Integers, allowed: Integers) -> Integers:
        wanted = allowed * SECOND
        wanted += arrays.worked_until(begun)
        found = arrays.when_worked(wanted)
        at_once = allowed == 0
        if at_once.any():
            found[at_once] = begun[at_once]
        return found

    return _in_pieces(due, a, budget).view("datetime64[us]")


def add_working_days(calendar: Calendar, starts: Instants, days: NDArray[np.int64] | int) -> Instants:
    """The end of the n-th working day after each start's own day (see Calendar.add_working_days)."""
    a = _micros(starts, "datetime64")
    count = np.broadcast_to(np.asarray(days, dtype=np.int64), a.shape)
    if not a.size:
        return np.empty(a.shape, dtype="datetime64[us]")
    if count.min() < 1:
        raise ValueError("at least one working day")
    low, high, most = int(a.min()), int(a.max()), int(count.max())
    ahead = most * 2 * _DAY
    while True:
        arrays = _arrays(calendar.timeline(low, high + ahead))
        if int(arrays.workdays_through(np.array([high], dtype=np.int64))[0]) + most <= len(arrays.day_ends):
            break
        ahead *= 2
    return _in_pieces(lambda begun, n: arrays.day_ends.take(arrays.workdays_through(begun) + n - 1), a, count).view(
        "datetime64[us]"
    )
