from __future__ import annotations

from makegood.kit.problems import Problem
from makegood.kit.tables.delimited import read_delimited
from makegood.kit.tables.table import Cell, Limits, Table, cell_text, letter
from makegood.kit.tables.workbook import ENCRYPTED, OLE, ZIP, read_workbook
from makegood.kit.words import clean_line

OTHER_KINDS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"\x1f\x8b": "GZIP", b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z", b"RIFF": "RIFF", b"\x7fELF": "ELF", b"MZ": "EXE", b"{\\rtf": "RTF", b"SQLite f": "SQLite",
    b"PAR1": "Parquet", b"ID3": "MP3",
}  # fmt: skip


def read_table(data: bytes, limits: Limits | None = None, sheet: str = "") -> Table:
    """The rows of a CSV (any common encoding and delimiter) or a workbook (XLSX, XLS), its kind told by its bytes.

    Raises Problem: empty_file, too_large, zip_bomb, encrypted_file, broken_file, wrong_type, web_page,
    unknown_encoding, broken_quotes, no_rows, too_many_rows, too_many_columns, no_such_sheet.
    """
    limits = limits or Limits()
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Problem("empty_file")
    if len(data) > limits.file_bytes:
        raise Problem("too_large", limit=limits.file_bytes // 1_000_000)
    if data.startswith(OLE) and ENCRYPTED in data:
        raise Problem("encrypted_file")
    if data.startswith((ZIP, OLE)):
        return _laid_out(*read_workbook(data, limits, sheet), limits)
    for magic, kind in OTHER_KINDS.items():
        if data.startswith(magic):
            raise Problem("wrong_type", kind=kind)
    return _laid_out(*read_delimited(data, limits), limits)


def _laid_out(found: Table, rows: list[list[Cell]], limits: Limits) -> Table:
    """The first row that holds anything is the headings; blank rows are left out, short ones filled up."""
    kept = [(number, row) for number, row in enumerate(rows, 1) if any(_is_filled(cell) for cell in row)]
    if not kept:
        raise Problem("empty_file")
    if len(kept) == 1:
        raise Problem("no_rows")
    if len(kept) - 1 > limits.rows:
        raise Problem("too_many_rows", limit=limits.rows)
    width = _width(row for _, row in kept)
    if width > limits.columns:
        raise Problem("too_many_columns", limit=limits.columns)
    headings = _named(kept[0][1], width)
    body = [(row + [""] * (width - len(row)))[:width] for _, row in kept[1:]]
    return Table(
        found.format, found.encoding, headings, body, [number for number, _ in kept[1:]], found.sheet,
        found.delimiter, found.sheets,
    )  # fmt: skip


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _width(rows: object) -> int:
    return max(
        (index + 1 for row in rows for index in range(len(row) - 1, -1, -1) if _is_filled(row[index])),  # type: ignore[attr-defined]
        default=0,
    )


def _named(cells: list[Cell], width: int) -> list[str]:
    """Headings, each once: empty ones take their letter, repeated ones a number."""
    names: list[str] = []
    for index in range(width):
        name = clean_line(cell_text(cells[index]))[:120] if index < len(cells) else ""
        name = name or letter(index)
        fresh, count = name, 2
        while fresh in names:
            fresh, count = f"{name} ({count})", count + 1
        names.append(fresh)
    return names
