"""Exports open in a spreadsheet as text, never as a formula."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from makegood.kit.errors import Invalid
from makegood.panels.exports import STARTS_A_FORMULA, export, harmless


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "  =cmd|' /C calc'!A0"])
def test_what_would_start_a_formula_is_defused(evil: str) -> None:
    assert harmless(evil) == "'" + evil


@given(st.text())
def test_no_text_starts_a_formula_after_export(text: str) -> None:
    assert not harmless(text).lstrip(" ").startswith(STARTS_A_FORMULA)


def test_csv_begins_with_a_byte_order_mark_and_keeps_numbers() -> None:
    answer = body(export("csv", "工单", ["主题", "金额"], [["=HYPERLINK(1)", -30]]))
    assert answer.decode("utf-8") == "\ufeff主题,金额\r\n'=HYPERLINK(1),-30\r\n"


def test_xlsx_holds_text_as_text() -> None:
    answer = export("xlsx", "工单", ["主题"], [["=1+1"], [timezone.now()]])
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active  # type: ignore[attr-defined]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"


def test_the_file_carries_its_chinese_name() -> None:
    assert "filename*=UTF-8''%E5%B7%A5%E5%8D%95.csv" in export("csv", "工单", ["a"], [])["Content-Disposition"]


def test_another_kind_is_refused() -> None:
    with pytest.raises(Invalid):
        export("exe", "x", [], [])
