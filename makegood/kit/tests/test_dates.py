"""Dates in many dresses, and impossible ones."""
# ruff: noqa: DTZ001 — wall times, as files hold them

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.kit.dates import DateOrder, found_order, read_moment
from makegood.kit.problems import Problem

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2019, 4, 25, 4, 0, tzinfo=UTC)  # 2019-04-25 12:00 in Shanghai


@pytest.mark.parametrize(
    "written",
    [
        "2019/4/25 12:00:00", "2019-04-25 12:00", "2019.4.25 12:00:00", "2019年4月25日 12:00", "2019年4月25日12时",
        "2019年4月25日 12时0分0秒", "2019年04月25日 星期四 中午12点整", "2019-04-25T12:00:00+08:00", 
        "2019-04-25T04:00:00Z", "2019-04-25T04:00:00.000Z", "20190425120000", "20190425T1200", "25/04/2019 12:00", 
        "4/25/2019 12:00 PM",
        "25-Apr-2019 12:00", "Apr 25, 2019 12:00:00", "Thu, 25 Apr 2019 12:00:00 +0800", "25 April 2019 12:00 p.m.",
        "２０１９／４／２５　１２：００", "1556164800", "1556164800000", "43580.5", 43580.5, 1556164800, NOON,
        datetime(2019, 4, 25, 12, 0), "2019-04-25 12:00:00.000", " 2019/4/25 12:00 ",
    ],
)  # fmt: skip
def test_the_same_moment_is_read_however_it_is_written(written: Any) -> None:
    assert read_moment(written, SHANGHAI) == NOON


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2019-4-25 上午9:05", 9), ("2019-4-25 下午3:05", 15), ("2019-4-25 12:05 AM", 0), ("2019-4-25 12:05 PM", 12),
     ("2019-4-25 中午11:05", 11), ("2019-4-25 中午1:05", 13), ("2019-4-25 晚上11:05", 23), ("2019-4-25 下午15:05", 15)],
)  # fmt: skip
def test_halves_of_the_day_are_understood(written: str, hour: int) -> None:
    local = read_moment(written, SHANGHAI).astimezone(SHANGHAI)
    assert (local.day, local.hour, local.minute) == (25, hour, 5)


@pytest.mark.parametrize("written", ["2019/4/25", date(2019, 4, 25), 43580, "43580", "20190425", 20190425])
def test_a_date_alone_is_midnight_where_it_was_written(written: Any) -> None:
    assert read_moment(written, SHANGHAI) == datetime(2019, 4, 24, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2019-02-30", "impossible_time"), ("2019/13/1", "impossible_time"), ("2019-4-25 25:00", "impossible_time"),
        ("31/04/2019", "impossible_time"), ("99/99/2019", "impossible_time"), ("0001-01-01", "impossible_time"),
        ("", "no_time"), ("   ", "no_time"), ("昨天下午", "bad_time"), ("12345678901234567890", "bad_time"), 
        ("-5", "bad_time"),
        ("04/05/2019", "unclear_time"), ("25/4/19", "bad_time"), ("2019/4/2512", "bad_time"), (True, "bad_time"),
        (float("nan"), "bad_time"), (float("inf"), "bad_time"), (-3.0, "bad_time"),
    ],
)  # fmt: skip
def test_what_is_no_date_gets_its_reason(written: Any, code: str) -> None:
    with pytest.raises(Problem) as found:
        read_moment(written, SHANGHAI)
    assert found.value.code == code


def test_day_and_month_follow_the_order_that_was_chosen() -> None:
    assert read_moment("04/05/2019", SHANGHAI, DateOrder.DMY).astimezone(SHANGHAI).month == 5
    assert read_moment("04/05/2019", SHANGHAI, DateOrder.MDY).astimezone(SHANGHAI).month == 4


def test_the_order_is_found_over_the_whole_column() -> None:
    found = found_order(["04/05/2019", "25/04/2019", "05/05/2019", "", 3])
    assert (found.order, found.day_first, found.undecided, found.is_ambiguous) == (DateOrder.DMY, 1, 1, False)
    assert found_order(["04/25/2019 3:00 PM"]).order is DateOrder.MDY
    assert found_order(["04/05/2019"]).is_ambiguous
    assert found_order(["25/04/2019", "04/25/2019"]).is_mixed
    assert not found_order(["2019-04-25"]).is_ambiguous


moments = st.datetimes(datetime(1980, 1, 1), datetime(2030, 1, 1)).map(lambda d: d.replace(microsecond=0))
FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S", "%d %b %Y %H:%M:%S",
           "%b %d, %Y %I:%M:%S %p", "%Y.%m.%d %H:%M:%S"]  # fmt: skip


@given(moments, st.sampled_from(FORMATS))
def test_what_was_written_is_read_back(moment: datetime, form: str) -> None:
    assert read_moment(moment.strftime(form), ZoneInfo("UTC")) == moment.replace(tzinfo=UTC)


@given(moments, st.sampled_from(list(DateOrder)))
def test_the_chosen_order_is_kept(moment: datetime, order: DateOrder) -> None:
    form = "%d/%m/%Y %H:%M:%S" if order is DateOrder.DMY else "%m/%d/%Y %H:%M:%S"
    assert read_moment(moment.strftime(form), ZoneInfo("UTC"), order) == moment.replace(tzinfo=UTC)


@given(moments)
def test_an_excel_serial_is_read_to_the_second(moment: datetime) -> None:
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    assert read_moment(serial, ZoneInfo("UTC")) == moment.replace(tzinfo=UTC)


@given(st.text() | st.floats() | st.integers())
def test_nothing_but_a_moment_or_a_reason_comes_back(written: Any) -> None:
    try:
        outcome: object = read_moment(written, SHANGHAI).tzinfo
    except Problem as problem:
        outcome = problem.code
    assert outcome in {UTC, "no_time", "bad_time", "impossible_time", "unclear_time"}
