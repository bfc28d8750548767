"""Rows that could not be read are downloaded, mended and given back. Journey 2"""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from makegood.intake.models import Arrival, Feedback, Import, Repeat
from makegood.intake.operations import NotTheseRows, import_channel, queue_import, replay, run_import, start_import
from makegood.intake.queries import quarantine_file, reasons_of, waiting_rows
from makegood.intake.queries.quarantine import ROW_COLUMN
from makegood.intake.rules.mapping import ColumnMap
from makegood.kit.actor import SYSTEM
from makegood.kit.tables.safety import harmless, unguarded

pytestmark = pytest.mark.django_db
HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情\n"
ROWS = HEAD + (
    "1,U1,好,2019/4/25,这一条没有任何问题\n2,U2,坏,2019/2/30,=cmd|' /C calc'!A0 日期不存在\n"
    ",U3,坏,2019/2/3,没有编号的一条\n1,U4,坏,2019/2/3,编号重复的另一条\n5,U5,坏,2019/13/1,一直不改的一条\n"
)


@pytest.fixture
def broken(company: Any, now: Any) -> Import:
    channel = import_channel(by=SYSTEM, at=now)
    source = start_import(channel=channel, name="broken.csv", data=ROWS.encode(), by=SYSTEM, at=now)
    queue_import(source, ColumnMap.from_settings(source.settings), by=SYSTEM, at=now)
    return run_import(source.pk, by=SYSTEM, clock=lambda: now)


def mended(lines: list[list[str]]) -> bytes:
    for line in lines[1:]:
        place = {"3": 2, "4": 2, "5": 2, "6": 2}[line[0].split("-")[1]]
        if line[0].endswith("-3"):
            line[5] = "2019/2/28"
        elif line[0].endswith("-4"):
            line[place] = "77"
        elif line[0].endswith("-5"):
            line[place] = "78"
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode()


def as_lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_download_says_what_is_wrong_and_runs_no_formula(broken: Import) -> None:
    lines = as_lines(quarantine_file(broken, "en", kind="csv"))
    assert lines[0][:3] == [ROW_COLUMN, "What is wrong", "留言编号"]
    assert [line[0] for line in lines[1:]] == [f"{broken.pk}-{n}" for n in (3, 4, 5, 6)]
    assert lines[1][1] == "“2019/2/30” does not exist as a date or time."
    assert lines[1][6].startswith("'=cmd")
    sheet = load_workbook(io.BytesIO(quarantine_file(broken, "zh-hans"))).active
    assert sheet is not None
    assert (sheet["G2"].value, sheet["G2"].data_type) == ("=cmd|' /C calc'!A0 日期不存在", "s")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_mended_rows_come_in_under_their_first_arrival(broken: Import, now: Any, kind: str) -> None:
    if kind == "csv":
        lines = as_lines(quarantine_file(broken, "zh-hans", kind="csv"))
    else:
        sheet = load_workbook(io.BytesIO(quarantine_file(broken, "zh-hans"))).active
        assert sheet is not None
        lines = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    arrivals = Arrival.objects.count()
    data = mended(lines)
    done = replay(broken, name="mended.csv", data=data, by=SYSTEM, clock=lambda: now)
    assert (done.rows_total, done.accepted, done.duplicates, done.quarantined) == (4, 3, 0, 1)
    assert Arrival.objects.count() == arrivals
    assert sorted(Arrival.objects.filter(outcome="accepted").values_list("key", flat=True)) == [
        "id:1", "id:2", "id:77", "id:78",
    ]  # fmt: skip
    assert Feedback.objects.get(arrival__key="id:2").original == "=cmd|' /C calc'!A0 日期不存在"
    assert [row.number for row, _ in waiting_rows(broken)] == [6]
    again = replay(broken, name="mended.csv", data=data, by=SYSTEM, clock=lambda: now)
    assert (again.accepted, again.duplicates, again.quarantined) == (0, 3, 1)
    assert Feedback.objects.count() == 4


def test_a_row_given_back_unchanged_keeps_waiting(broken: Import, now: Any) -> None:
    data = quarantine_file(broken, "en", kind="csv")
    done = replay(broken, name="same.csv", data=data, by=SYSTEM, clock=lambda: now)
    assert (done.accepted, done.duplicates, done.quarantined) == (0, 0, 4)
    assert [(row.number, row.reason) for row, _ in waiting_rows(broken)] == [
        (3, "impossible_time"), (4, "no_id"), (5, "key_reused"), (6, "impossible_time"),
    ]  # fmt: skip
    assert Repeat.objects.count() == 4


def test_some_other_file_is_not_taken_for_the_mended_rows(broken: Import, now: Any) -> None:
    with pytest.raises(NotTheseRows):
        replay(broken, name="x.csv", data=ROWS.encode(), by=SYSTEM, clock=lambda: now)


def test_the_reasons_are_counted_for_the_reader(broken: Import) -> None:
    assert sum(count for _, count in reasons_of(broken)) == 4


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "＝1", "  =1", "'quoted", "'=1", "-5", "plain", ""]
)
def test_a_guarded_cell_is_the_same_again_afterwards(cell: str) -> None:
    assert unguarded(harmless(cell)) == cell
    assert harmless(cell)[:1] not in {"=", "+", "@", "\t", "＝"}
