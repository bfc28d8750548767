"""Columns are known by their headings; rows become values or get their reason. Journey 2"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from makegood.intake.reasons import REASONS
from makegood.intake.rules.mapping import ColumnMap, bound, suggested
from makegood.intake.rules.rows import read_row
from makegood.kit.problems import Problem
from makegood.kit.tables import read_table

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
CITIZEN = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"


def table(text: str) -> Any:
    return read_table(text.encode())


def test_the_headings_of_public_messages_are_all_known() -> None:
    found = suggested(table(CITIZEN + "1,U,主,2019/4/25 9:32:09,文,答,2019/5/10 14:56:53\n"))
    assert found.columns == {
        "text": "留言详情", "subject": "留言主题", "time": "留言时间", "customer": "留言用户", "reply": "答复意见",
        "reply_time": "答复时间", "external_id": "留言编号",
    }  # fmt: skip


def test_a_date_and_a_time_of_day_in_two_columns_are_put_together() -> None:
    rows = table(
        "Ticket #,Customer Complaint,Date,Time,Received Via,City\n"
        "250635,Internet Speeds,22-04-2015,3:53:50 PM,Internet,Abingdon\n"
    )
    found = suggested(rows, time_zone="America/New_York")
    assert found.columns == {
        "text": "Customer Complaint", "time": "Date", "time_of_day": "Time", "external_id": "Ticket #",
        "channel": "Received Via", "branch": "City",
    }  # fmt: skip
    assert found.date_order == "dmy"
    row = read_row(rows.rows[0], bound(rows, found), now=NOW)
    assert (row.external_id, row.occurred_at) == ("250635", datetime(2015, 4, 22, 19, 53, 50, tzinfo=UTC))


def test_a_column_of_prose_is_the_text_when_no_heading_says_so() -> None:
    found = suggested(table("a,b\n1,等了四十分钟都没有上菜，服务态度也很差\n"))
    assert found.columns == {"text": "b"}


@pytest.mark.parametrize(
    ("columns", "code"),
    [({}, "map_no_text"), ({"text": "没有"}, "map_no_such_column"), ({"text": "a", "subject": "a"}, "map_same_column"),
     ({"text": "a", "reply": "b"}, "map_reply_without_time"), ({"text": "a", "time": "c"}, "unclear_order")],
)  # fmt: skip
def test_a_map_that_cannot_work_is_refused_before_anything_is_read(columns: Any, code: str) -> None:
    with pytest.raises(Problem) as found:
        bound(table("a,b,c\n1,2,04/05/2019\n"), ColumnMap(columns))
    assert found.value.code == code


@pytest.mark.parametrize(
    ("settings", "code"),
    [({}, "map_without_columns"), ({"columns": []}, "map_without_columns"),
     ({"columns": {"colour": "a"}}, "map_unknown_field"),
     ({"columns": {}, "time_zone": "Mars/Base"}, "map_unknown_zone"),
     ({"columns": {}, "time_zone": "../x"}, "map_unknown_zone"),
     ({"columns": {}, "date_order": "ydm"}, "map_unknown_order")],
)  # fmt: skip
def test_a_map_with_unknown_words_is_refused(settings: Any, code: str) -> None:
    with pytest.raises(Problem) as found:
        ColumnMap.from_settings(settings)
    assert found.value.code == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",U,主,2019/4/25,文字,,", "no_id"), ("1,U,主,2019/4/25,  ,,", "no_text"), ("1,U,主,,文字,,", "no_time"),
        ("1,U,主,昨天,文字,,", "bad_time"), ("1,U,主,2019/2/30,文字,,", "impossible_time"),
        ("1,U,主,2030/2/3,文字,,", "future_time"), ("1,U,主,2019/4/25,文字,答,", "reply_no_time"),
        ("1,U,主,2019/4/25,文字,答,2019/4/24", "reply_before_message"),
        ("1,U,主,2019/4/25,文字,答,x", "reply_bad_time"),
        ("1,U,主,2019/4/25,文字,答,2019/9/31", "reply_impossible_time"),
        (f"1,U,{'主' * 201},2019/4/25,文字,,", "subject_too_long"),
        (f"1,U,主,2019/4/25,{'文' * 20_001},,", "text_too_long"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_in_gets_its_reason(line: str, code: str) -> None:
    rows = table(CITIZEN + line + "\n")
    plan = bound(rows, suggested(table(CITIZEN + "1,U,主,2019/4/25,文,答,2019/5/10\n")))
    with pytest.raises(Problem) as found:
        read_row(rows.rows[0], plan, now=NOW)
    assert found.value.code == code
    assert code in REASONS
