"""The calendar itself: a value, compared by what it says, that answers in exact working time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from makegood.engines.calendar.problems import CalendarProblem
from makegood.engines.calendar.timeline import Timeline
from makegood.engines.calendar.wall import SECOND, instant_of, micros_of, moment_of, zone_named
from makegood.engines.calendar.windows import FULL_DAY, Window, checked_day, checked_week

Override = tuple[Window, ...]
_PAD = 40


@dataclass(frozen=True)
class Calendar:
    """Weekly windows from Monday in a time zone, with dates that differ: no windows rest, windows work.

    `known_until` is the last date whose holidays have been announced; what falls due later is
    provisional. `ends_at_closing` chooses the hour at which a working day is over (see add_working_days).
    Raises CalendarProblem when built of overlapping windows, no working time or an unknown zone.
    """

    time_zone: str
    week: tuple[tuple[Window, ...], ...]
    overrides: Mapping[date, Override] = field(default_factory=dict)
    known_until: date | None = None
    ends_at_closing: bool = False
    _line: list[Timeline] = field(default_factory=list, init=False, repr=False, compare=False)

    __hash__ = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        zone_named(self.time_zone)
        object.__setattr__(self, "week", checked_week(self.week))
        days = {day: checked_day(windows) for day, windows in self.overrides.items()}
        object.__setattr__(self, "overrides", days)

    @classmethod
    def always(cls, time_zone: str = "UTC") -> "Calendar":
        """Round the clock, every day."""
        return cls(time_zone, ((FULL_DAY,),) * 7)

    def windows_of(self, day: date) -> tuple[Window, ...]:
        """The windows that open on this date, the override first; an overnight one belongs to its opening."""
        return self.overrides[day] if day in self.overrides else self.week[day.weekday()]

    def is_working_day(self, day: date) -> bool:
        """Whether anybody works on this date."""
        return bool(self.windows_of(day))

    def is_provisional(self, at: datetime) -> bool:
        """Whether the instant lies beyond the dates whose holidays are announced."""
        return self.known_until is not None and self.local_date(at) > self.known_until

    def local_date(self, at: datetime) -> date:
        """The calendar's own date at an instant."""
        instant = instant_of(at)
        return date.fromordinal(self.timeline(instant, instant).day_of(instant))

    def is_open(self, at: datetime) -> bool:
        """Whether the instant is working time."""
        instant = instant_of(at)
        return self.timeline(instant, instant).is_open(instant)

    def working_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time in [start, end); negative when end comes first."""
        a, b = instant_of(start), instant_of(end)
        line = self.timeline(a, b) if a < b else self.timeline(b, a)
        return timedelta(0, 0, line.worked_until(b) - line.worked_until(a))

    def add_working(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant by which `seconds` of working time have passed since `start`.

        A budget that is used up exactly at closing time is due at closing, not next morning; zero
        seconds are due at once, also at night. ValueError for a negative number.
        """
        if seconds < 0:
            raise ValueError("seconds must not be negative")
        return self._after(start, seconds * SECOND)

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """add_working for any positive span, exact to the microsecond."""
        return self._after(start, micros_of(amount))

    def _after(self, start: datetime, micros: int) -> datetime:
        if micros <= 0:
            return start
        instant, ahead = instant_of(start), 0
        while True:
            line = self.timeline(instant, instant + ahead)
            due = line.when_worked(line.worked_until(instant) + micros)
            if due is not None:
                return moment_of(due)
            ahead = ahead * 2 or micros * 8

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The end of the `days`-th working day after the local day of `start`, which itself never counts.

        Convention: Civil Code of the PRC (2020), art. 201 (the first day is not counted), art. 203 (a
        term that would end on a day of rest ends on the next working day; the last day is over at 24:00
        or, where there are business hours, when business stops: `ends_at_closing`). ValueError below 1.
        """
        if days < 1:
            raise ValueError("at least one working day")
        instant, ahead = instant_of(start), 0
        while True:
            line = self.timeline(instant, instant + ahead)
            place = line.workdays_before(line.day_of(instant) + 1) + days - 1
            if place < len(line.day_ends):
                return moment_of(line.day_ends[place])
            ahead = ahead * 2 or days * 2 * 86_400 * SECOND

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Working days in [local date of start, local date of end); negative when end comes first."""
        a, b = instant_of(start), instant_of(end)
        line = self.timeline(min(a, b), max(a, b))
        return line.workdays_before(line.day_of(b)) - line.workdays_before(line.day_of(a))

    def timeline(self, low: int, high: int) -> Timeline:
        """The unrolled calendar over at least these instants; it only ever grows, and is shared.

        CalendarProblem("too_far") for instants that no calendar date reaches.
        """
        for line in self._line:
            if line.low <= low and high < line.high:
                return line
        try:
            return self._unroll(low, high)
        except OverflowError as problem:
            raise CalendarProblem("too_far") from problem

    def _unroll(self, low: int, high: int) -> Timeline:
        first, last = moment_of(low).date(), moment_of(high).date()
        if self._line:
            first, last = min(first, self._line[0].first), max(last, self._line[0].last)
        pad = timedelta(days=_PAD + (last - first).days // 2)
        line = Timeline(
            zone_named(self.time_zone),
            first - pad,
            last + pad,
            self.windows_of,
            ends_at_closing=self.ends_at_closing,
        )
        self._line[:] = [line]
        return line
