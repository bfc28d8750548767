"""The calendar against a second-by-second walk that knows nothing of timelines. # D5"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.engines.calendar import (
    FULL_DAY,
    Calendar,
    CalendarProblem,
    Window,
    china_calendar,
    parse_windows,
    vectors,
)

STEP = 300
ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
# Around both clock changes of each zone above, and an ordinary week.
BASES = [
    datetime(2026, 3, 6, tzinfo=UTC),
    datetime(2026, 3, 27, tzinfo=UTC),
    datetime(2026, 4, 3, tzinfo=UTC),
    datetime(2026, 10, 2, tzinfo=UTC),
    datetime(2026, 10, 23, tzinfo=UTC),
    datetime(2026, 10, 30, tzinfo=UTC),
    datetime(2026, 7, 1, tzinfo=UTC),
]


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


@st.composite
def windows(draw: st.DrawFn, latest: int = 86_400) -> tuple[Window, ...]:
    marks = draw(st.lists(st.integers(0, latest // STEP), min_size=0, max_size=4, unique=True))
    marks = sorted(marks)[: len(marks) // 2 * 2]
    pairs = [Window(a * STEP, b * STEP) for a, b in zip(marks[::2], marks[1::2], strict=True)]
    return tuple(pair for pair in pairs if pair.opens < 86_400)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = [draw(windows()) for _ in range(7)]
    if draw(st.booleans()):  # a night shift that closes before the next day opens
        day = draw(st.integers(0, 6))
        week[day] = (Window(79_200, 108_000),)
        week[(day + 1) % 7] = (Window(36_000, 54_000),)
    if not any(week):
        week[0] = (FULL_DAY,)
    base = draw(st.sampled_from(BASES)).date()
    offsets = draw(st.lists(st.integers(-1, 8), max_size=3, unique=True))
    overrides = {base + timedelta(days=k): draw(windows()) for k in offsets}
    return Calendar(draw(st.sampled_from(ZONES)), tuple(week), overrides, ends_at_closing=draw(st.booleans()))


def walk(calendar: Calendar, low: datetime, high: datetime) -> list[datetime]:
    """Every STEP instant in [low, high) that is working time, by watching the clock on the wall."""
    zone = ZoneInfo(calendar.time_zone)
    day = low.date() - timedelta(days=3)
    pending = []
    while day <= high.date() + timedelta(days=2):
        naive = datetime.combine(day, datetime.min.time())
        for window in calendar.windows_of(day):
            pending.append((naive + timedelta(seconds=window.opens), naive + timedelta(seconds=window.closes)))
        day += timedelta(days=1)
    opened: set[int] = set()
    closed: set[int] = set()
    found = []
    at = low - timedelta(days=4)
    while at < high:
        wall = at.astimezone(zone).replace(tzinfo=None)
        for i, (opens, closes) in enumerate(pending):
            if wall >= opens:
                opened.add(i)
            if wall >= closes:
                closed.add(i)
        if at >= low and opened - closed:
            found.append(at)
        at += timedelta(seconds=STEP)
    return found


@settings(max_examples=60, deadline=None)
@given(calendars(), st.sampled_from(BASES), st.integers(0, 900), st.integers(0, 900))
def test_working_time_equals_a_walk_along_the_wall_clock(
    calendar: Calendar, base: datetime, a: int, b: int
) -> None:  # D5
    start, end = sorted((base + timedelta(seconds=STEP * a), base + timedelta(seconds=STEP * b)))
    expected = timedelta(seconds=STEP) * len(walk(calendar, start, end))
    assert calendar.working_between(start, end) == expected
    assert calendar.working_between(end, start) == -expected


@settings(max_examples=150, deadline=None)
@given(calendars(), st.sampled_from(BASES), st.integers(0, 700_000), st.integers(1, 300_000))
def test_the_due_instant_is_the_earliest_by_which_the_budget_has_passed(
    calendar: Calendar, base: datetime, offset: int, seconds: int
) -> None:  # D5
    start = base + timedelta(seconds=offset)
    due = calendar.add_working(start, seconds)
    budget = timedelta(seconds=seconds)
    assert calendar.working_between(start, due) == budget
    assert calendar.working_between(start, due - timedelta(microseconds=1)) < budget


@settings(max_examples=100, deadline=None)
@given(calendars(), st.sampled_from(BASES), st.integers(0, 700_000), st.integers(1, 30))
def test_the_nth_working_day_is_found_by_counting_days(
    calendar: Calendar, base: datetime, offset: int, days: int
) -> None:  # D5
    start = base + timedelta(seconds=offset)
    day, left = start.astimezone(ZoneInfo(calendar.time_zone)).date(), days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    due = calendar.add_working_days(start, days)
    last = calendar.windows_of(day)[-1]
    wall = due.astimezone(ZoneInfo(calendar.time_zone)).replace(tzinfo=None)
    midnight = datetime.combine(day, datetime.min.time())
    ends = last.closes if calendar.ends_at_closing else max(last.closes, 86_400)
    assert timedelta(0) <= wall - (midnight + timedelta(seconds=ends)) <= timedelta(hours=1)
    assert calendar.working_days_between(start, due - timedelta(microseconds=1)) in (
        days - 1,
        days - 1 + calendar.is_working_day(calendar.local_date(start)),
        days,
        days + 1,
    )


@settings(max_examples=150, deadline=None)
@given(
    calendars(),
    st.lists(
        st.tuples(st.integers(-(10**8), 10**8), st.integers(0, 10**6), st.integers(0, 10**5), st.integers(1, 40)),
        min_size=1,
        max_size=8,
    ),
)
def test_the_vectorised_form_equals_the_scalar_form(
    calendar: Calendar, rows: list[tuple[int, int, int, int]]
) -> None:  # D5
    origin = datetime(2026, 3, 1, tzinfo=UTC)
    starts = [origin + timedelta(seconds=row[0], microseconds=row[1]) for row in rows]
    ends = [start + timedelta(seconds=row[2] - 50_000) for start, row in zip(starts, rows, strict=True)]
    a = np.array([at.replace(tzinfo=None) for at in starts], dtype="datetime64[us]")
    b = np.array([at.replace(tzinfo=None) for at in ends], dtype="datetime64[us]")
    between = vectors.working_between(calendar, a, b)
    added = vectors.add_working(calendar, a, np.array([row[2] for row in rows]))
    days = vectors.add_working_days(calendar, a, np.array([row[3] for row in rows]))
    for i, row in enumerate(rows):
        assert between[i].item() == calendar.working_between(starts[i], ends[i])
        assert added[i].item() == calendar.add_working(starts[i], row[2]).replace(tzinfo=None)
        assert days[i].item() == calendar.add_working_days(starts[i], row[3]).replace(tzinfo=None)


def test_a_lunch_break_is_not_working_time() -> None:  # D5
    calendar = china_calendar(parse_windows("09:00-12:00, 13:30-18:00"))
    assert calendar.add_working(shanghai("2026-11-23T11:30"), 7200) == shanghai("2026-11-23T15:00")


def test_a_budget_used_up_at_closing_is_due_at_closing() -> None:  # D5
    calendar = china_calendar(parse_windows("09:00-18:00"))
    assert calendar.add_working(shanghai("2026-11-23T16:00"), 7200) == shanghai("2026-11-23T18:00")
    assert calendar.add_working(shanghai("2026-11-23T16:00"), 7201) == shanghai("2026-11-24T09:00:01")


def test_national_day_and_its_make_up_days_count_as_announced() -> None:  # D5
    calendar = china_calendar()
    # 2026-09-30 is a Wednesday; 1-7 October rest, 10 October (Saturday) works.
    assert calendar.add_working_days(shanghai("2026-09-30T10:00"), 1) == shanghai("2026-10-09T00:00")
    assert calendar.add_working_days(shanghai("2026-09-30T10:00"), 3) == shanghai("2026-10-11T00:00")
    assert calendar.is_working_day(date(2026, 10, 10))
    assert not calendar.is_working_day(date(2026, 10, 5))


def test_a_holiday_is_not_a_day_early_for_a_server_in_another_zone() -> None:  # D5
    calendar = china_calendar()
    late = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)  # still the 30th in Shanghai
    assert calendar.is_open(late)
    assert not calendar.is_open(late + timedelta(seconds=1))


def test_a_working_day_can_end_when_business_stops() -> None:  # D5
    calendar = china_calendar(parse_windows("09:00-18:00"), ends_at_closing=True)
    assert calendar.add_working_days(shanghai("2026-11-20T10:00"), 1) == shanghai("2026-11-23T18:00")


def test_an_item_received_on_a_day_of_rest_begins_with_the_next_working_day() -> None:  # D5
    assert china_calendar().add_working_days(shanghai("2026-11-21T10:00"), 1) == shanghai("2026-11-24T00:00")


def test_the_hours_of_a_clock_change_are_counted_as_they_really_pass() -> None:  # D5
    night = Calendar("Europe/Berlin", ((Window(0, 21_600),),) * 7)
    spring = datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Berlin"))
    autumn = datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Berlin"))
    assert night.working_between(spring, spring + timedelta(days=1)) == timedelta(hours=5)
    assert night.working_between(autumn, autumn + timedelta(days=1)) == timedelta(hours=7)


def test_a_day_beyond_the_announced_years_is_provisional() -> None:  # D5
    calendar = china_calendar()
    assert calendar.known_until == date(2026, 12, 31)
    assert not calendar.is_provisional(shanghai("2026-12-31T23:59"))
    assert calendar.is_provisional(shanghai("2027-01-01T00:00"))


def test_zero_seconds_are_due_at_once_also_at_night() -> None:  # D5
    at = shanghai("2026-11-22T03:00")
    assert china_calendar(parse_windows("9:00-18:00")).add_working(at, 0) == at


@pytest.mark.parametrize(
    ("week", "code"),
    [
        ([[]] * 7, "no_working_time"),
        ([[(0, 100), (50, 200)]] + [[]] * 6, "overlap"),
        ([[(100, 100)]] + [[]] * 6, "empty_window"),
        ([[(80_000, 100_000)], [(0, 20_000)]] + [[]] * 5, "overlap_next_day"),
        ([[(0, 20_000)]] + [[]] * 5 + [[(80_000, 100_000)]], "overlap_next_day"),
        ([[]] * 6, "not_seven_days"),
    ],
)
def test_a_calendar_that_cannot_keep_time_is_refused_with_a_reason(
    week: list[list[tuple[int, int]]], code: str
) -> None:  # D5
    with pytest.raises(CalendarProblem) as refused:
        Calendar("Asia/Shanghai", week)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["9-18", "25:00-26:00", "09:61-10:00", "09:00", "24:00-01:00"])
def test_windows_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(CalendarProblem):
        parse_windows(text)


def test_windows_are_read_as_people_type_them() -> None:
    assert parse_windows("22:00-06:00") == (Window(79_200, 108_000),)
    assert parse_windows("9：00–12：00，13:30至18:00") == (Window(32_400, 43_200), Window(48_600, 64_800))
    assert parse_windows("") == ()


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(CalendarProblem, match="unknown_zone"):
        Calendar("Mars/Olympus", ((FULL_DAY,),) * 7)
