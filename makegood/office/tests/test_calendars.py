"""A calendar is looked at as a year, corrected by file and by line, and compared with the one in use. D5"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.commitments.models import BusinessCalendar, CalendarVersion
from makegood.commitments.tests.factories import office_hours

SignedIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db

OFFICE = {
    "name": "工作时间", "code": "office", "time_zone": "Asia/Shanghai", "holidays": "cn", "corrections": "",
    **{f"day_{day}": "09:00-18:00" if day < 5 else "" for day in range(7)},
}  # fmt: skip
FILE = """日期,类型,名称
2026-10-01,休,国庆节
2026-10-09,休,店庆
2026-10-17,班,店庆补班
2025-10-01,休,去年国庆
2026-10-09,班,写了两遍
2026-02-30,休,没有这一天
2026-10-18,也许,不确定
2026-10-19,,没写
"""


def read(client: Client, content: bytes, address: str = "/office/calendars/file", **more: str) -> Any:
    return client.post(address, {**OFFICE, "year": "2026", **more, "file": SimpleUploadedFile("h.csv", content)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_good_rows_of_a_holiday_file_are_taken_and_bad_ones_come_back_with_reasons(
    signed_in: SignedIn, linjing: Any, encoding: str
) -> None:
    answer = read(signed_in(linjing), FILE.encode(encoding), corrections="2026-12-31 休 盘点")
    assert answer.context["form"].data["corrections"].splitlines() == [
        "2026-10-01 休 国庆节", "2026-10-09 休 店庆", "2026-10-17 09:00-18:00 店庆补班", "2026-12-31 休 盘点",
    ]  # fmt: skip
    assert [row.split(",")[0] for row, _why in answer.context["refused_rows"]] == [
        "2025-10-01", "2026-10-09", "2026-02-30", "2026-10-18", "2026-10-19",
    ]  # fmt: skip
    whys = [why for _row, why in answer.context["refused_rows"]]
    for part, why in zip(["2025", "3", "2026-02-30", "也许", "休"], whys, strict=True):
        assert part in why
    assert (answer.context["working"], CalendarVersion.objects.count()) == (247, 0)  # shown, and not saved
    assert 'action="/office/calendars/new"' in answer.content.decode()  # so that saving goes on from here


@pytest.mark.parametrize("content", [b"", b"\x00\x01\xff\xfe", b"a,b\n" * 1_500])
def test_what_is_no_holiday_file_is_refused_and_nothing_typed_is_lost(
    signed_in: SignedIn, linjing: Any, content: bytes
) -> None:
    answer = read(signed_in(linjing), content, corrections="2026-12-31 休 盘点")
    assert answer.status_code == 422
    assert answer.context["file"].errors["file"]
    assert "2026-12-31 休 盘点" in answer.content.decode()


def test_the_preview_says_which_days_differ_from_the_version_in_use(
    signed_in: SignedIn, linjing: Any, now: Any
) -> None:
    office_hours(now)
    preview = signed_in(linjing).post(
        "/office/calendars/preview", {**OFFICE, "year": "2026", "corrections": "2026-10-10 休\n2026-11-21 班 赶工"}
    )
    changes = [(day.date, day.was, day.hours, day.name) for day in preview.context["changes"]]
    assert changes == [
        (date(2026, 10, 10), "09:00-18:00", "", "国庆节"),
        (date(2026, 11, 21), "", "09:00-18:00", "赶工"),
    ]
    assert [month.working for month in preview.context["months"]][9:11] == [17, 22]


def test_names_of_corrected_days_are_kept_with_the_version(signed_in: SignedIn, linjing: Any, now: Any) -> None:
    office_hours(now)
    pk = BusinessCalendar.objects.get().pk
    client = signed_in(linjing)
    client.post(f"/office/calendars/{pk}", {**OFFICE, "corrections": "2026-12-31 休 盘点"})
    newest = CalendarVersion.objects.order_by("-number")[0]
    assert (newest.number, newest.corrections, newest.names) == (2, {"2026-12-31": ""}, {"2026-12-31": "盘点"})
    assert "2026-12-31 休 盘点" in client.get(f"/office/calendars/{pk}").content.decode()


def test_a_date_typed_twice_is_refused_with_its_lines(signed_in: SignedIn, linjing: Any) -> None:
    answer = signed_in(linjing).post("/office/calendars/new", {**OFFICE, "corrections": "2026-12-31 休\n2026-12-31 班"})
    assert answer.status_code == 422
    assert not CalendarVersion.objects.exists()
    assert "1" in answer.context["form"].errors["corrections"][0]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("day_2", "09:00-12:00, 11:00-18:00", "11:00-18:00"),
        ("day_0", "18:00", "18:00"),
        ("day_0", "25:00-26:00", "25:00"),
        ("time_zone", "Mars/Olympus", "Mars/Olympus"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    signed_in: SignedIn, linjing: Any, field: str, typed: str, words: str
) -> None:
    answer = signed_in(linjing).post("/office/calendars/new", {**OFFICE, field: typed})
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]


def test_an_auditor_looks_and_does_not_read_files_in(signed_in: SignedIn, hezhen: Any, now: Any) -> None:
    office_hours(now)
    client = signed_in(hezhen)
    assert client.get(f"/office/calendars/{BusinessCalendar.objects.get().pk}").status_code == 200
    assert read(client, FILE.encode()).status_code == 403


def test_holidays_of_another_place_rest_and_are_named(signed_in: SignedIn, linjing: Any) -> None:
    london = {**OFFICE, "time_zone": "Europe/London", "holidays": "gb-eng", "year": "2026"}
    preview = signed_in(linjing).post("/office/calendars/preview", london)
    august = preview.context["months"][7]
    assert [(d.date, d.kind) for week in august.weeks for d in week if d and d.name] == [(date(2026, 8, 31), "holiday")]
    mothers_day = [d for week in preview.context["months"][2].weeks for d in week if d and d.date == date(2026, 3, 15)]
    assert mothers_day[0].name == ""  # an observance is not a day off
