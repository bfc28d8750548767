"""Who works when, and who is on duty. D5"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.engines.calendar import CalendarProblem, Window
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.people.models import Shift, Staff
from makegood.people.operations import WeekRefused, note_absence, open_branch, plan_week, week_mark, withdraw_absence
from makegood.people.queries import on_duty, shift_texts, staffed_week
from makegood.people.rules.shifts import hours_of, spans, staffed

MONDAY = date(2026, 11, 16)
TUESDAY = MONDAY + timedelta(days=1)


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def plan(branch: Any, cells: dict[tuple[int, date], str], now: datetime, **more: Any) -> int:
    return plan_week(branch, MONDAY, cells, by=SYSTEM, at=now, **more)


@pytest.mark.django_db
def test_those_whose_shift_runs_are_on_duty(company: Any, zhouhang: Any, zhengkai: Any, chenmo: Any, now: Any) -> None:
    a, b = company.branch_a, company.branch_b
    assert plan(a, {(zhouhang.pk, MONDAY): "09:00-14:00, 17:00-22:00", (zhengkai.pk, MONDAY): "10:00-18:00"}, now) == 2
    plan(b, {(chenmo.pk, MONDAY): "09:00-22:00"}, now)
    assert on_duty(a.pk, shanghai("2026-11-16T08:59:59")) == []
    assert on_duty(a.pk, shanghai("2026-11-16T09:00")) == [zhouhang.pk]
    assert on_duty(a.pk, shanghai("2026-11-16T13:00")) == sorted([zhouhang.pk, zhengkai.pk])
    assert on_duty(a.pk, shanghai("2026-11-16T14:00")) == [zhengkai.pk]
    assert on_duty(a.pk, shanghai("2026-11-16T22:00")) == []
    assert on_duty(b.pk, shanghai("2026-11-16T21:59:59")) == [chenmo.pk]
    assert Entry.objects.filter(name="people.WeekPlanned").count() == 2


@pytest.mark.django_db
def test_an_absence_takes_its_days_out_and_coming_after_all_puts_them_back(
    company: Any, zhouhang: Any, now: Any
) -> None:
    plan(company.branch_a, {(zhouhang.pk, MONDAY): "22:00-06:00", (zhouhang.pk, TUESDAY): "22:00-06:00"}, now)
    absence = note_absence(zhouhang, first=TUESDAY, last=TUESDAY, reason="sick", by=SYSTEM, at=now)
    # Tuesday 05:00 still belongs to Monday's night.
    assert on_duty(company.branch_a.pk, shanghai("2026-11-17T05:00")) == [zhouhang.pk]
    assert on_duty(company.branch_a.pk, shanghai("2026-11-17T23:00")) == []
    assert on_duty(company.branch_a.pk, shanghai("2026-11-18T05:00")) == []
    with pytest.raises(Invalid):
        note_absence(zhouhang, first=MONDAY, last=TUESDAY, by=SYSTEM, at=now)
    withdraw_absence(absence, by=SYSTEM, at=now)
    assert on_duty(company.branch_a.pk, shanghai("2026-11-17T23:00")) == [zhouhang.pk]
    with pytest.raises(SomebodyWasFaster):
        withdraw_absence(absence, by=SYSTEM, at=now)


@pytest.mark.django_db
def test_who_signed_off_or_left_is_not_on_duty(company: Any, zhouhang: Any, now: Any) -> None:
    plan(company.branch_a, {(zhouhang.pk, MONDAY): "09:00-18:00"}, now)
    at = shanghai("2026-11-16T10:00")
    for change in ({"is_on_duty": False}, {"is_active": False}):
        Staff.objects.filter(pk=zhouhang.pk).update(**change)
        assert on_duty(company.branch_a.pk, at) == []
        Staff.objects.filter(pk=zhouhang.pk).update(is_on_duty=True, is_active=True)
    assert on_duty(company.branch_a.pk, at) == [zhouhang.pk]


@pytest.mark.django_db
def test_only_what_changed_is_written_and_rest_empties_a_day(company: Any, zhouhang: Any, now: Any) -> None:
    cells = {(zhouhang.pk, MONDAY): "9:00-18:00", (zhouhang.pk, TUESDAY): "09:00-12:00,13:00-18:00"}
    assert plan(company.branch_a, cells, now) == 2
    kept = set(Shift.objects.filter(on=MONDAY).values_list("pk", flat=True))
    assert plan(company.branch_a, cells, now) == 0
    assert plan(company.branch_a, {**cells, (zhouhang.pk, TUESDAY): "休"}, now) == 1
    assert set(Shift.objects.values_list("pk", flat=True)) == kept
    assert shift_texts(company.branch_a.pk, MONDAY) == {(zhouhang.pk, MONDAY): "09:00-18:00"}


@pytest.mark.django_db
def test_nobody_works_in_two_places_at_once_nor_before_the_night_is_over(company: Any, zhouhang: Any, now: Any) -> None:
    plan(company.branch_a, {(zhouhang.pk, MONDAY): "22:00-06:00"}, now)
    for branch, day, text in (
        (company.branch_b, MONDAY, "20:00-23:00"),
        (company.branch_b, MONDAY, "22:00-23:00"),
        (company.branch_a, TUESDAY, "05:00-12:00"),
    ):
        with pytest.raises(WeekRefused) as refused:
            plan(branch, {(zhouhang.pk, day): text}, now)
        assert list(refused.value.problems) == [(zhouhang.pk, day)]
    assert plan(company.branch_b, {(zhouhang.pk, TUESDAY): "06:00-12:00"}, now) == 1
    assert Shift.objects.count() == 2


@pytest.mark.django_db
def test_what_cannot_be_read_is_named_cell_by_cell_and_nothing_is_saved(
    company: Any, zhouhang: Any, zhengkai: Any, now: Any
) -> None:
    cells = {
        (zhouhang.pk, MONDAY): "09:00-18:00", (zhouhang.pk, TUESDAY): "nine to five",
        (zhengkai.pk, MONDAY): "09:00-12:00, 11:00-18:00", (zhengkai.pk, TUESDAY): "00:00-23:00",
        (999_999, MONDAY): "09:00-18:00", (zhengkai.pk, MONDAY + timedelta(days=7)): "09:00-18:00",
    }  # fmt: skip
    with pytest.raises(WeekRefused) as refused:
        plan(company.branch_a, cells, now)
    assert set(refused.value.problems) == set(cells) - {(zhouhang.pk, MONDAY)}
    assert not Shift.objects.exists()


@pytest.mark.django_db
def test_a_plan_that_somebody_else_changed_meanwhile_is_not_overwritten(company: Any, zhouhang: Any, now: Any) -> None:
    seen = week_mark(company.branch_a.pk, MONDAY)
    plan(company.branch_a, {(zhouhang.pk, MONDAY): "09:00-18:00"}, now, seen=seen)
    with pytest.raises(SomebodyWasFaster):
        plan(company.branch_a, {(zhouhang.pk, MONDAY): ""}, now, seen=seen)
    assert Shift.objects.count() == 1


@pytest.mark.django_db
def test_a_branch_lives_by_its_own_clock_through_daylight_saving(company: Any, zhouhang: Any, now: Any) -> None:
    london = open_branch(code="london", name="伦敦店", city="London", parent=company.head, time_zone="Europe/London")
    sunday = date(2026, 3, 28)  # the night in which the clocks go forward
    plan_week(london, date(2026, 3, 23), {(zhouhang.pk, sunday): "22:00-06:00"}, by=SYSTEM, at=now)
    shift = Shift.objects.get()
    assert (shift.starts_at, shift.ends_at) == (
        datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_hours_at_which_anybody_is_there_make_a_calendar(
    company: Any, zhouhang: Any, zhengkai: Any, now: Any
) -> None:
    cells = {
        (zhouhang.pk, MONDAY): "09:00-14:00", (zhengkai.pk, MONDAY): "13:00-18:00, 20:00-02:00",
        (zhouhang.pk, TUESDAY): "10:00-12:00",
    }  # fmt: skip
    plan(company.branch_a, cells, now)
    week = staffed_week(company.branch_a.pk, MONDAY)
    assert week == ["09:00-18:00, 20:00-02:00", "10:00-12:00", "", "", "", "", ""]


@given(st.lists(st.tuples(st.integers(0, 95), st.integers(1, 60)), max_size=8))
def test_staffed_hours_are_those_of_anybody(shifts: list[tuple[int, int]]) -> None:
    windows = [Window(a * 900, (a + n) * 900) for a, n in shifts if a + n < 96]
    minutes = {k for w in windows for k in range(w.opens // 900, w.closes // 900)}
    found = staffed([w] for w in windows)
    assert {k for w in found for k in range(w.opens // 900, w.closes // 900)} == minutes
    assert sum(w.closes - w.opens for w in found) == 900 * len(minutes)


@pytest.mark.parametrize("text", ["", "休", " off ", "—"])
def test_rest_is_typed_in_many_ways(text: str) -> None:
    assert hours_of(text) == ()


def test_a_shift_longer_than_anybody_works_is_refused() -> None:
    with pytest.raises(CalendarProblem, match="too_long"):
        hours_of("06:00-23:00")


def test_a_shift_ends_when_the_clock_on_the_wall_says_so() -> None:
    [span] = spans(date(2026, 10, 24), hours_of("22:00-06:00"), "Europe/London")
    assert span.ends_at - span.starts_at == timedelta(hours=9)
