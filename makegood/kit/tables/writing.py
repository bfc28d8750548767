"""Rows as a file that a spreadsheet opens; no cell can run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from makegood.kit.tables.safety import harmless


def as_csv(lines: Sequence[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with BOM."""
    out = StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(lines: Sequence[Sequence[str]]) -> bytes:
    """Every cell is written as text, so a workbook needs no other guard. The first line is the headings."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, wrap = book.add_worksheet(), book.add_format({"text_wrap": True, "valign": "top"})
        head = book.add_format({"bold": True})
        for number, line in enumerate(lines):
            for place, cell in enumerate(line):
                sheet.write_string(number, place, cell[:32_767], head if number == 0 else wrap)
        sheet.freeze_panes(1, 2)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, len(lines[0]), 24)
    return out.getvalue()
