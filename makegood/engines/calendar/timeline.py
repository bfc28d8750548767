"""A calendar unrolled over a stretch of days into sorted instants, so that each question is one search."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from makegood.engines.calendar.wall import first_instant
from makegood.engines.calendar.windows import Window


class Timeline:
    """Working stretches, midnights and working days between two dates; all instants in microseconds."""

    def __init__(
        self,
        zone: ZoneInfo,
        first: date,
        last: date,
        windows_of: Callable[[date], tuple[Window, ...]],
        *,
        ends_at_closing: bool,
    ) -> None:
        self.first, self.last = first, last
        self.arrays: object | None = None  # kept here by `vectors`, which alone needs numpy
        self.midnights: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.workdays: list[int] = []
        self.day_ends: list[int] = []
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            self._unroll(zone, date.fromordinal(ordinal), windows_of, ends_at_closing)
        self.midnights.append(first_instant(zone, last + timedelta(days=1), 0))
        # Instants in [low, high) are answered; the night before the second midnight may be unsettled.
        self.low, self.high = self.midnights[1], self.midnights[-1]
        self.before: list[int] = []
        self.through: list[int] = []
        total = 0
        for start, end in zip(self.starts, self.ends, strict=True):
            self.before.append(total)
            total += end - start
            self.through.append(total)

    def _unroll(
        self,
        zone: ZoneInfo,
        day: date,
        windows_of: Callable[[date], tuple[Window, ...]],
        ends_at_closing: bool,
    ) -> None:
        self.midnights.append(first_instant(zone, day, 0))
        windows = windows_of(day)
        if not windows:
            return
        for window in windows:
            self._add(first_instant(zone, day, window.opens), first_instant(zone, day, window.closes))
        closing = first_instant(zone, day, windows[-1].closes)
        midnight = first_instant(zone, day + timedelta(days=1), 0)
        self.workdays.append(day.toordinal())
        self.day_ends.append(closing if ends_at_closing else max(closing, midnight))

    def _add(self, start: int, end: int) -> None:
        if self.ends and start <= self.ends[-1]:  # an override can run into the morning after it
            self.ends[-1] = max(self.ends[-1], end)
        elif end > start:  # a window inside a skipped hour has no time in it
            self.starts.append(start)
            self.ends.append(end)

    def worked_until(self, instant: int) -> int:
        """Working microseconds from the beginning of the timeline to the instant."""
        i = bisect_right(self.starts, instant) - 1
        if i < 0:
            return 0
        return self.through[i] if instant >= self.ends[i] else self.before[i] + instant - self.starts[i]

    def is_open(self, instant: int) -> bool:
        """Whether the instant is working time."""
        i = bisect_right(self.starts, instant) - 1
        return i >= 0 and instant < self.ends[i]

    def when_worked(self, amount: int) -> int | None:
        """The earliest instant by which `amount` working microseconds have passed; None if beyond the end."""
        i = bisect_left(self.through, amount)
        if i == len(self.through):
            return None
        return self.starts[i] + amount - self.before[i]

    def day_of(self, instant: int) -> int:
        """Ordinal of the local date: the last one whose midnight has been reached."""
        return self.first.toordinal() + bisect_right(self.midnights, instant) - 1

    def workdays_before(self, ordinal: int) -> int:
        """How many working days of the timeline lie before the date."""
        return bisect_left(self.workdays, ordinal)
