"""Which file it is, told from its bytes; what could hurt is refused before it is parsed."""

from __future__ import annotations

import codecs
import csv
import io
import struct
import zipfile
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from makegood.kit.problems import Problem
from makegood.kit.tables import Limits, cell_text, read_table
from makegood.kit.tables.table import letter

ROWS = [["留言编号", "留言详情", "留言时间"], ["1", "小区停水三天，没有人解释原因", "2026/5/1 9:00"],
        ["2", "物业态度“恶劣”，\n问题拖了两个月", "2026/5/2 10:30"]]  # fmt: skip


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def as_xlsx(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [("utf-8", b"", "utf-8"), ("utf-8", codecs.BOM_UTF8, "utf-8-sig"), ("gb18030", b"", "gb18030"),
     ("gbk", b"", "gb18030"), ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
     ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
     ("utf-16-le", b"", "utf-16-le"), ("utf-16-be", b"", "utf-16-be")],
)  # fmt: skip
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_csv_is_read_in_every_common_dress(encoding: str, mark: bytes, named: str, delimiter: str) -> None:
    table = read_table(mark + as_csv(ROWS, delimiter).encode(encoding))
    assert (table.format, table.encoding, table.delimiter) == ("csv", named, delimiter)
    assert [table.headings, *table.rows] == ROWS
    assert table.numbers == [2, 3]


def test_traditional_text_in_big5_is_told_from_gb18030() -> None:
    rows = [["編號", "內容"], ["1", "餐廳服務態度很差，等了四十分鐘還沒有上菜，希望改善"]]
    table = read_table(as_csv(rows).encode("big5"))
    assert (table.encoding, table.rows[0][1]) == ("big5", rows[1][1])


def test_western_text_is_not_taken_for_chinese() -> None:
    rows = [["id", "text"], ["1", "Le café était très mauvais, le garçon est arrivé après une heure"]]
    table = read_table(as_csv(rows).encode("cp1252"))
    assert (table.encoding, table.rows[0][1]) == ("cp1252", rows[1][1])


def test_a_workbook_is_read_with_its_dates_and_numbers() -> None:
    table = read_table(as_xlsx([["编号", "内容", "时间"], [7, "坏了", datetime(2026, 5, 1, 9, 30)]]))  # noqa: DTZ001
    assert (table.format, table.sheet, table.headings) == ("xlsx", "数据", ["编号", "内容", "时间"])
    assert [cell_text(cell) for cell in table.rows[0]] == ["7", "坏了", "2026-05-01 09:30:00"]


def test_blank_rows_are_left_out_and_numbers_stay_those_of_the_file() -> None:
    table = read_table(b"\n\nid,text\n\n1,a\n,\n2,b,c\n")
    assert (table.headings, table.rows, table.numbers) == (
        ["id", "text", "C"],
        [["1", "a", ""], ["2", "b", "c"]],
        [5, 7],
    )


def test_headings_are_made_single() -> None:
    assert read_table("备注,备注,,备注\n1,2,3,4\n".encode()).headings == ["备注", "备注 (2)", "C", "备注 (3)"]


def test_nul_bytes_are_dropped_from_text() -> None:
    assert read_table(b"id,text\n1,br\x00oken" + b" words" * 50).rows[0][1] == "broken" + " words" * 50


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The archive says that its big entry holds ten bytes."""
    data = bytearray(bomb())
    size = struct.pack("<L", 60_000_000)
    return bytes(data.replace(size, struct.pack("<L", 10)))


def encrypted_zip() -> bytes:
    data = bytearray(as_xlsx(ROWS))
    place = data.index(b"PK\x01\x02") + 8
    data[place] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"), (b" \r\n\n", "empty_file"), (codecs.BOM_UTF8, "empty_file"), (b",,\n,,\n", "empty_file"),
        (b"id,text\n", "no_rows"), (b"%PDF-1.7 ...", "wrong_type"), (b"\x89PNG\r\n\x1a\n", "wrong_type"),
        (b"<html><table><tr><td>1</td></tr></table>", "web_page"), (bytes(range(256)) * 40, "unknown_encoding"),
        (b"PK\x03\x04 nothing more", "broken_file"), (b'a,b\n"' + b"x" * 1_100_000, "broken_quotes"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_file"),
        (b"a,b\n" + b"1,2\n" * 60, "too_many_rows"),
        (b"MZ" + bytes(300), "wrong_type"), (b"a\0\0\0" * 40, "wrong_type"),
        (b"x," * 60 + b"x\n1,2\n" + b"1," * 60 + b"1\n", "too_many_columns"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gets_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as found:
        read_table(data, Limits(rows=50, columns=50))
    assert found.value.code == code


def test_bombs_locked_and_cut_files_are_refused_before_they_are_parsed() -> None:
    whole = as_xlsx(ROWS)
    plain_zip = io.BytesIO()
    with zipfile.ZipFile(plain_zip, "w") as archive:
        archive.writestr("holiday.txt", "hello")
    for data, code in [
        (bomb(), "zip_bomb"), (lying_bomb(), "broken_file"), (encrypted_zip(), "encrypted_file"),
        (whole[: len(whole) // 2], "broken_file"), (plain_zip.getvalue(), "wrong_type"),
    ]:  # fmt: skip
        with pytest.raises(Problem) as found:
            read_table(data)
        assert found.value.code == code
    with pytest.raises(Problem) as found:
        read_table(whole, Limits(file_bytes=100))
    assert found.value.code == "too_large"


def test_the_first_sheet_that_holds_rows_is_taken_unless_one_is_named() -> None:
    book = Workbook()
    book.create_sheet("有数据").append(["内容"])
    book["有数据"].append(["坏了"])
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue()).sheet == "有数据"
    with pytest.raises(Problem) as found:
        read_table(out.getvalue(), sheet="没有")
    assert found.value.code == "no_such_sheet"


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


common = st.characters(codec="gb2312", exclude_characters="\r\n\x00", exclude_categories=["Cc", "Cs"])
texts = st.text(common, min_size=1, max_size=30).filter(lambda s: s.strip() == s and s)


@given(st.lists(st.tuples(texts, texts), min_size=2, max_size=8), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_as_csv_is_read_back(rows: list[tuple[str, str]], encoding: str) -> None:
    table = read_table(as_csv([["编号", "内容"], *map(list, rows)]).encode(encoding))
    assert [tuple(row) for row in table.rows] == rows


@given(st.binary(max_size=400))
def test_any_bytes_end_as_rows_or_as_a_reason(data: bytes) -> None:
    try:
        outcome: object = len(read_table(data).rows) > 0
    except Problem as problem:
        outcome = bool(problem.code)
    assert outcome
