"""The least limit that keeps an interval, against trying limits one by one. D2"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engines.calendar import Calendar, parse_windows
from makegood.engines.calendar.needed import hours_of_the_week, needed_days, needed_time

SHOP = Calendar("Asia/Shanghai", tuple(parse_windows(text) for text in ["09:00-12:00, 13:30-18:00"] * 5 + ["", ""]))
NIGHT = Calendar("Europe/Berlin", tuple(parse_windows(text) for text in ["20:00-04:00"] * 6 + [""]))
CLOSING = Calendar("Asia/Shanghai", SHOP.week, ends_at_closing=True)
START = datetime(2026, 3, 20, tzinfo=UTC)
MINUTE = 60_000_000
MINUTES = st.integers(0, 20 * 1440)


def micros(*minutes: int) -> np.ndarray:
    return np.array([int(START.timestamp() * 1e6) + m * MINUTE for m in minutes], dtype=np.int64)


@given(MINUTES, st.integers(0, 5 * 1440), st.sampled_from([SHOP, NIGHT]))
def test_a_limit_keeps_the_interval_exactly_from_the_needed_time_on(
    begun: int, lasted: int, calendar: Calendar
) -> None:
    start, end = START + timedelta(minutes=begun), START + timedelta(minutes=begun + lasted)
    [needed] = needed_time(calendar, micros(begun), micros(begun + lasted)).tolist()
    assert calendar.add_working_time(start, timedelta(microseconds=needed)) >= end
    if needed > 0:
        assert calendar.add_working_time(start, timedelta(microseconds=needed - 1)) < end


@given(MINUTES, st.integers(0, 15 * 1440), st.sampled_from([SHOP, NIGHT, CLOSING]))
def test_the_needed_days_are_the_first_that_are_enough(begun: int, lasted: int, calendar: Calendar) -> None:
    start, end = START + timedelta(minutes=begun), START + timedelta(minutes=begun + lasted)
    expected = next(n for n in range(1, 40) if calendar.add_working_days(start, n) >= end)
    assert needed_days(calendar, micros(begun), micros(begun + lasted)).tolist() == [expected]


def test_what_ends_after_closing_needs_more_than_the_whole_day() -> None:
    evening, next_night = ((20 - 8) * 60), ((20 - 8 + 25) * 60)  # Friday 20:00 and Saturday 21:00 in Shanghai
    calendar = Calendar("Asia/Shanghai", (parse_windows("09:00-18:00"),) * 7)
    assert needed_time(calendar, micros(evening), micros(next_night)).tolist() == [9 * 60 * MINUTE + 1]


@settings(deadline=None)
@given(st.lists(st.integers(0, 60 * 1440), max_size=30), st.sampled_from(["Asia/Shanghai", "Australia/Lord_Howe"]))
def test_the_hour_of_the_week_is_what_the_local_clock_shows(minutes: list[int], zone: str) -> None:
    from zoneinfo import ZoneInfo

    local = [(START + timedelta(minutes=m)).astimezone(ZoneInfo(zone)) for m in minutes]
    assert hours_of_the_week(zone, micros(*minutes)).tolist() == [24 * at.weekday() + at.hour for at in local]
