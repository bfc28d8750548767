"""Lists as files: CSV that a spreadsheet opens in the right encoding, and XLSX; neither can carry a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.kit.errors import Invalid

Cell = str | int | float | Decimal | bool | datetime | date | None
MOST_XLSX_ROWS = 100_000
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """Text a spreadsheet shows as it is: what would start a formula gets an apostrophe (OWASP, CSV injection)."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text


def export(kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """The rows as "csv" or "xlsx". Raises Invalid for another kind."""
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(_csv(headings, rows), content_type="text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = HttpResponse(_xlsx(headings, rows), content_type=XLSX)
    else:
        raise Invalid(_("This list can be exported as CSV or XLSX."))
    response["Content-Disposition"] = f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{quote(name)}.{kind}"
    return response


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow([harmless(text) for text in headings])
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if cell is None or isinstance(cell, (int, float, Decimal)):
        return "" if cell is None else cell
    return harmless(str(cell))


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    file = BytesIO()
    # Text stays text: no cell may become a formula, a link or a number by how it looks.
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, [str(text) for text in headings], bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        if number > MOST_XLSX_ROWS:
            raise Invalid(_("This list is too long for XLSX. Export it as CSV, or narrow the filters."))
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    sheet.autofit()
    book.close()
    return file.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    value = _plain(cell) if isinstance(cell, (datetime, date)) else cell
    if isinstance(value, bool) or value is None or isinstance(value, (int, float, Decimal)):
        sheet.write(row, column, value)
    else:
        sheet.write_string(row, column, str(value).replace("\x00", "")[:32_767])
