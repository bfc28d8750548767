"""What other clocks get wrong about calendars, each once, through the operations that everybody uses. D5

Each test names a known failure and shows that it does not happen here: a promise is published on a
calendar, signals are heard, the sweep comes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.operations import define_calendar, extend_calendar, hear, preview_calendar, sweep
from makegood.commitments.tests.factories import promised, shanghai, signal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
HOUR = 3_600


def calendar(code: str, week: list[str], **more: Any) -> Any:
    return define_calendar(code=code, name=code, week=week, by=SYSTEM, at=LONG_AGO, **more)


def opened(at: datetime, pk: int = 1) -> Clock:
    hear(signal("case.opened", pk, at), at=at)
    return Clock.objects.get(subject_id=pk)


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_business_hours_are_not_ignored() -> None:
    promised(at=LONG_AGO)  # two working hours, 09:00-18:00, Monday to Friday
    clock = opened(shanghai("2026-11-20T17:00"))  # a Friday
    assert clock.due_at == shanghai("2026-11-23T10:00")
    assert sweep(at=shanghai("2026-11-22T23:59")) == 0  # the whole weekend long nothing breaks
    hear(signal("case.answered", 1), at=shanghai("2026-11-23T09:59"))
    assert ClockVerdict.objects.get().outcome == "kept"
    at_night = opened(shanghai("2026-11-24T03:00"), 2)
    assert at_night.due_at == shanghai("2026-11-24T11:00")


def test_the_lunch_break_does_not_count() -> None:
    calendar("lunch", ["09:00-12:00, 13:30-18:00"] * 5 + ["", ""])
    promised(at=LONG_AGO, calendar="lunch")
    clock = opened(shanghai("2026-11-23T11:30"))
    assert clock.due_at == shanghai("2026-11-23T15:00")
    assert sweep(at=shanghai("2026-11-23T14:59:59")) == 0
    assert sweep(at=shanghai("2026-11-23T15:00:01")) == 1
    assert opened(shanghai("2026-11-24T12:40"), 2).due_at == shanghai("2026-11-24T15:30")


def test_a_holiday_does_not_come_a_day_early() -> None:
    promised(at=LONG_AGO, budget=8 * HOUR)
    # 30 September 2026 works until 18:00 in Shanghai, though the day ends in UTC eight hours later.
    clock = opened(shanghai("2026-09-30T09:00"))
    assert clock.due_at == shanghai("2026-09-30T17:00")
    assert sweep(at=shanghai("2026-09-30T17:00:01")) == 1
    # 8 October is the first working day again, not the 7th nor the 9th.
    assert opened(shanghai("2026-09-30T18:00"), 2).due_at == shanghai("2026-10-08T17:00")
    # and 10 October, a Saturday, is the make-up workday, from its own midnight to its own.
    assert opened(shanghai("2026-10-09T18:00"), 3).due_at == shanghai("2026-10-10T17:00")


def test_observances_are_not_counted_as_days_off() -> None:
    calendar("shop-cn", ["09:00-18:00"] * 7, holidays="cn")
    calendar("shop-us", ["09:00-18:00"] * 7, holidays="us", time_zone="America/New_York")
    # Women's Day, Mothers' Day, Teachers' Day, Halloween, Christmas Eve: kept by many, days off for nobody.
    for code, zone, places in (("shop-cn", "Asia/Shanghai", "cn"), ("shop-us", "America/New_York", "us")):
        days = preview_calendar(
            week=["09:00-18:00"] * 7, first=date(2026, 1, 1), days=365, holidays=places, time_zone=zone
        )
        off = {day.day for day in days if not day.is_working}
        observances = {(3, 8), (5, 10), (9, 10), (10, 31), (12, 24)}
        assert not off & {date(2026, month, day) for month, day in observances}
        assert len(off) == {"cn": 33, "us": 12}[places]
        promised(code, at=LONG_AGO, calendar=code, budget=4 * HOUR)
    hear(signal("case.opened", 1), at=shanghai("2026-05-10T08:00"))
    due = dict(Clock.objects.values_list("commitment__code", "due_at"))
    assert due["shop-cn"] == shanghai("2026-05-10T13:00")
    assert due["shop-us"] == local("2026-05-10T13:00", "America/New_York")


def test_a_year_that_the_holiday_package_does_not_know_is_provisional_until_it_does() -> None:
    version = promised(at=LONG_AGO, budget_kind="working_days", budget=5)
    sure, unsure = opened(shanghai("2026-12-18T10:00"), 1), opened(shanghai("2026-12-30T10:00"), 2)
    assert (sure.is_provisional, unsure.is_provisional) == (False, True)
    assert unsure.due_at == shanghai("2027-01-07T00:00")  # weekends are known, the holidays are not yet
    at = shanghai("2026-12-31T12:00")
    announced = {"2027-01-01": "", "2027-01-03": "09:00-18:00", "2027-01-04": ""}
    assert extend_calendar(version.calendar, days=announced, known_until=date(2027, 12, 31), by=SYSTEM, at=at) == 1
    moved = Clock.objects.get(pk=unsure.pk)
    assert (moved.due_at, moved.is_provisional) == (shanghai("2027-01-08T00:00"), False)
    assert Clock.objects.get(pk=sure.pk).due_at == sure.due_at
    [entry] = Entry.objects.filter(name="commitments.CalendarExtended")
    assert (entry.data["known_until"], entry.data["clocks"]) == ("2027-12-31", 1)
    assert sweep(at=shanghai("2027-01-07T23:59:59")) == 1  # the one that was sure, at its own time
    assert sweep(at=shanghai("2027-01-08T00:00:01")) == 1


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Kiritimati"])
def server_elsewhere(request: Any) -> Iterator[None]:
    """The machine's own clock shows another zone, and so does the reader's."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    with timezone.override(request.param):
        yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("server_elsewhere")
def test_server_and_reader_in_other_zones_change_nothing() -> None:
    promised(at=LONG_AGO)
    for pk, zone in enumerate(("Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"), 1):
        clock = opened(shanghai("2026-11-20T17:00").astimezone(ZoneInfo(zone)), pk)
        assert clock.due_at == shanghai("2026-11-23T10:00")
    assert sweep(at=local("2026-11-22T17:59:59", "America/Los_Angeles")) == 0
    assert sweep(at=local("2026-11-22T18:00:01", "America/Los_Angeles")) == 4
    assert {verdict.decided_at for verdict in ClockVerdict.objects.all()} == {shanghai("2026-11-23T10:00")}


@pytest.mark.parametrize(
    ("zone", "eve", "due"),
    [
        # The clocks go forward: three hours of a night are over when the wall shows four hours more.
        ("Europe/London", "2026-03-28T23:00", "2026-03-29T03:00"),
        ("America/New_York", "2026-03-07T23:00", "2026-03-08T03:00"),
        ("Australia/Lord_Howe", "2026-10-03T23:30", "2026-10-04T03:00"),
        # They go back: the same three hours end when the wall shows one less.
        ("Europe/London", "2026-10-24T23:00", "2026-10-25T01:00"),
        ("America/New_York", "2026-10-31T23:00", "2026-11-01T01:00"),
        ("Australia/Lord_Howe", "2026-04-04T23:30", "2026-04-05T02:00"),
    ],
)
def test_daylight_saving_both_ways_counts_the_time_that_really_passes(zone: str, eve: str, due: str) -> None:
    calendar("night", ["22:00-06:00"] * 7, time_zone=zone)
    promised(at=LONG_AGO, calendar="night", budget=3 * HOUR)
    begun = local(eve, zone)
    clock = opened(begun)
    assert clock.due_at == begun.astimezone(UTC) + timedelta(hours=3)
    assert clock.due_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") == due
    assert sweep(at=clock.due_at) == 0
    assert sweep(at=clock.due_at + timedelta(seconds=1)) == 1


def test_opening_hours_stay_where_they_are_on_the_wall_when_the_clocks_change() -> None:
    calendar("day", ["09:00-17:00"] * 7, time_zone="Europe/London")
    promised(at=LONG_AGO, calendar="day", budget=2 * HOUR)
    for pk, (friday, monday) in enumerate((("2026-03-28", "2026-03-29"), ("2026-10-24", "2026-10-25")), 1):
        clock = opened(local(f"{friday}T16:00", "Europe/London"), pk)
        assert clock.due_at == local(f"{monday}T10:00", "Europe/London")


def test_holidays_never_hasten_a_due_date() -> None:
    calendar("plain", ["09:00-18:00"] * 5 + ["", ""])
    calendar("with-holidays", ["09:00-18:00"] * 5 + ["", ""], corrections={"2026-10-08": "", "2026-10-09": ""})
    for code in ("plain", "with-holidays"):
        promised(code, at=LONG_AGO, calendar=code, budget=30 * HOUR, warning_shares=[50])
    due: dict[int, dict[str, datetime]] = {}
    for pk in range(1, 15):
        hear(signal("case.opened", pk), at=shanghai("2026-10-02T08:00") + timedelta(hours=11 * pk))
        due[pk] = {c.commitment.code: c for c in Clock.objects.filter(subject_id=pk)}
    for found in due.values():
        plain, rested = found["plain"], found["with-holidays"]
        assert rested.due_at >= plain.due_at
        assert rested.warn_at >= plain.warn_at
        assert rested.due_at.astimezone(ZoneInfo("Asia/Shanghai")).day not in (8, 9)
    assert any(found["with-holidays"].due_at > found["plain"].due_at for found in due.values())
    sweep(at=shanghai("2026-10-08T12:00"))
    assert not Clock.objects.filter(commitment__code="with-holidays", state="broken").exists()
