"""The calendar, scalar and vectorised, against a walk along the wall clock that knows no timeline. # D5

The walk looks at the local clock at each tick and remembers the latest reading it has seen: a window is open
while that reading lies in it. Nothing else is known to it, daylight saving least of all.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engines.calendar import FULL_DAY, Calendar, Window, vectors
from makegood.engines.calendar.steps import Steps

DAY = 86_400
# A zone and the UTC dates on which its clocks change, both ways; Lord Howe's change by half an hour.
CHANGES = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("Australia/Lord_Howe", date(2026, 10, 3)),
    ("Asia/Shanghai", date(2026, 10, 1)),
]
TICK, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@st.composite
def a_day(draw: st.DrawFn, grain: int) -> tuple[Window, ...]:
    mark = st.one_of(st.integers(0, DAY // grain), st.integers(3600 // grain, 3 * 3600 // grain))  # clocks change then
    marks = sorted(draw(st.lists(mark, max_size=6, unique=True)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return tuple(Window(a * grain, b * grain) for a, b in pairs)


@st.composite
def a_calendar(draw: st.DrawFn, grain: int = 1) -> tuple[Calendar, datetime]:
    """A calendar, nights and dates that differ included, and the midnight of a day on which clocks change."""
    zone, change = draw(st.sampled_from(CHANGES))
    week = [draw(a_day(grain)) for _ in range(7)]
    if draw(st.booleans()):
        night = draw(st.integers(0, 6))
        closes = draw(st.integers(1, 10 * 3600 // grain)) * grain
        opens = draw(st.integers(20 * 3600 // grain, DAY // grain - 1)) * grain
        week[night] = (Window(opens, DAY + closes),)
        week[(night + 1) % 7] = (Window(11 * 3600, 18 * 3600),)
    if not any(week):
        week[draw(st.integers(0, 6))] = (FULL_DAY,)
    differing = draw(st.lists(st.integers(-3, 4), max_size=4, unique=True))
    overrides = {change + timedelta(days=k): draw(st.one_of(st.just(()), a_day(grain))) for k in differing}
    begun = datetime.combine(change, datetime.min.time(), UTC)
    return Calendar(zone, tuple(week), overrides, ends_at_closing=draw(st.booleans())), begun


def ticks(calendar: Calendar, start: datetime, tick: timedelta) -> Iterator[tuple[datetime, bool]]:
    """Every tick from `start` on and whether it is working time."""
    zone = ZoneInfo(calendar.time_zone)
    latest = max((start - MINUTE * k).astimezone(zone).replace(tzinfo=None) for k in range(240))
    at, found = start, (latest - MINUTE, False)
    while True:
        latest = max(latest, at.astimezone(zone).replace(tzinfo=None))
        if found[0] != latest:
            found = (latest, _is_in_a_window(calendar, latest))
        yield at, found[1]
        at += tick


def _is_in_a_window(calendar: Calendar, reading: datetime) -> bool:
    for day in (reading.date() - timedelta(days=1), reading.date()):
        second = (reading - datetime.combine(day, datetime.min.time())) / TICK
        windows = calendar.overrides[day] if day in calendar.overrides else calendar.week[day.weekday()]
        if any(opens <= second < closes for opens, closes in windows):
            return True
    return False


def naive(moments: list[datetime]) -> np.ndarray:
    return np.array([at.replace(tzinfo=None) for at in moments], dtype="datetime64[us]")


@settings(max_examples=40, deadline=None)
@given(a_calendar(), st.integers(-DAY, DAY), st.integers(1, DAY // 2))
def test_every_second_of_half_a_day_is_counted_as_the_clock_on_the_wall_shows_it(
    made: tuple[Calendar, datetime], offset: int, length: int
) -> None:
    calendar, base = made
    start = base + timedelta(seconds=offset)
    moments, worked, total = [], [], 0
    for at, is_open in ticks(calendar, start, TICK):
        moments.append(at)
        worked.append(total)
        if len(moments) > length:
            break
        assert calendar.is_open(at) == is_open
        total += is_open
    end = moments[-1]
    assert calendar.working_between(start, end) == timedelta(seconds=total)
    assert calendar.working_between(end, start) == -timedelta(seconds=total)
    between = vectors.working_between(calendar, naive([start]), naive(moments))
    assert between.astype("timedelta64[s]").astype(int).tolist() == worked
    first_with = dict(zip(reversed(worked), reversed(moments), strict=True))
    budgets = list(first_with)[:: max(1, len(first_with) // 50)]
    added = vectors.add_working(calendar, naive([start] * len(budgets)), np.array(budgets))
    for budget, due in zip(budgets, added, strict=True):
        assert calendar.add_working(start, budget) == first_with[budget]
        assert due.item() == first_with[budget].replace(tzinfo=None)


@settings(max_examples=15, deadline=None)
@given(a_calendar(grain=60), st.integers(-10 * 1440, 1440))
def test_every_minute_of_three_weeks_is_counted_as_the_clock_on_the_wall_shows_it(
    made: tuple[Calendar, datetime], offset: int
) -> None:
    calendar, base = made
    start = base + MINUTE * offset
    total, opened = 0, []
    for at, is_open in ticks(calendar, start, MINUTE):
        if at == start + timedelta(days=21):
            break
        opened.append(at) if is_open else None
        total += is_open
    assert calendar.working_between(start, start + timedelta(days=21)) == MINUTE * total
    for count in {1, total // 3, total} - {0}:
        assert calendar.add_working(start, count * 60) == opened[count - 1] + MINUTE if opened else True


@settings(max_examples=60, deadline=None)
@given(a_calendar(), st.data())
def test_the_vectorised_form_equals_the_scalar_form_on_every_boundary(
    made: tuple[Calendar, datetime], data: st.DataObject
) -> None:
    calendar, base = made
    line = calendar.timeline(int((base.timestamp() - 9 * DAY) * 1e6), int((base.timestamp() + 9 * DAY) * 1e6))
    low, high = base - timedelta(days=9), base + timedelta(days=9)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    marks = [epoch + timedelta(microseconds=m) for m in line.starts + line.ends + line.midnights]
    near = sorted({at + timedelta(microseconds=k) for at in marks if low < at < high for k in (-1, 0, 1)})
    starts = data.draw(st.lists(st.sampled_from(near), min_size=1, max_size=40))
    ends = data.draw(st.lists(st.sampled_from(near), min_size=len(starts), max_size=len(starts)))
    exact = [max(0, (calendar.working_between(a, b) // TICK)) for a, b in zip(starts, ends, strict=True)]
    budgets = [n + data.draw(st.integers(0, 1)) for n in exact]
    days = data.draw(st.lists(st.integers(1, 400), min_size=len(starts), max_size=len(starts)))
    fresh = Calendar(calendar.time_zone, calendar.week, calendar.overrides, ends_at_closing=calendar.ends_at_closing)
    between = vectors.working_between(fresh, naive(starts), naive(ends))
    added = vectors.add_working(fresh, naive(starts), np.array(budgets))
    by_days = vectors.add_working_days(fresh, naive(starts), np.array(days))
    for i, (a, b) in enumerate(zip(starts, ends, strict=True)):
        assert between[i].item() == calendar.working_between(a, b)
        assert added[i].item() == calendar.add_working(a, budgets[i]).replace(tzinfo=None)
        assert by_days[i].item() == calendar.add_working_days(a, days[i]).replace(tzinfo=None)


@given(
    st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60, unique=True).map(sorted),
    st.lists(st.integers(-(10**16), 10**16), max_size=60),
)
def test_marks_are_counted_as_a_binary_search_counts_them(marks: list[int], values: list[int]) -> None:
    sorted_marks = np.array(marks, dtype=np.int64)
    asked = np.array(values + marks + [m - 1 for m in marks] + [m + 1 for m in marks], dtype=np.int64)
    expected = np.searchsorted(sorted_marks, asked, side="right")
    assert Steps(sorted_marks).through(asked).tolist() == expected.tolist()


def test_marks_in_clusters_are_searched_the_ordinary_way() -> None:
    marks = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10**12], dtype=np.int64)
    steps = Steps(marks)
    assert steps.table is None
    assert steps.through(np.array([-1, 0, 5, 9, 10, 10**12])).tolist() == [0, 1, 6, 10, 10, 11]


def test_arrays_keep_their_shape_and_empty_ones_are_answered() -> None:
    calendar = Calendar("Asia/Shanghai", ((Window(32_400, 64_800),),) * 7)
    none = np.array([], dtype="datetime64[us]")
    grid = np.full((3, 2), np.datetime64("2026-11-23T01:00:00", "us"))
    assert vectors.add_working(calendar, grid, 3600).tolist() == (grid + np.timedelta64(1, "h")).tolist()
    assert vectors.working_between(calendar, grid, grid).shape == (3, 2)
    for found in (
        vectors.add_working(calendar, none, 1),
        vectors.add_working_days(calendar, none, 1),
        vectors.working_between(calendar, none, none),
    ):
        assert found.size == 0
    for wrong in (lambda: vectors.add_working(calendar, grid, -1), lambda: vectors.add_working_days(calendar, grid, 0)):
        with pytest.raises(ValueError):
            wrong()


@pytest.mark.parametrize(
    ("zone", "day", "hours", "worked"),
    [
        ("Europe/London", date(2026, 3, 29), (5400, 10_800), 3600),  # 01:30-03:00, opens as the clocks jump to 02:00
        ("Europe/London", date(2026, 3, 29), (4000, 6000), 0),  # lies wholly within the skipped hour
        ("Australia/Lord_Howe", date(2026, 10, 4), (7800, 18_000), 9000),  # 02:10-05:00, from the jump to 02:30
        ("Europe/London", date(2026, 10, 25), (5400, 10_800), 9000),  # 01:30-03:00: opens at the first 01:30
    ],
)
def test_hours_that_begin_within_a_clock_change_begin_when_the_clock_has_passed_them(
    zone: str, day: date, hours: tuple[int, int], worked: int
) -> None:
    calendar = Calendar(zone, ((FULL_DAY,),) * 7, {day: (Window(*hours),)})
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    noon = midnight.replace(hour=12)
    assert calendar.working_between(midnight, noon) == timedelta(seconds=worked)
    walked = sum(is_open for _at, is_open in walked_until(calendar, midnight.astimezone(UTC), noon.astimezone(UTC)))
    assert walked * 60 == worked


def walked_until(calendar: Calendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, bool]]:
    for at, is_open in ticks(calendar, start, MINUTE):
        if at >= end:
            return
        yield at, is_open
