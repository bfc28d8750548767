"""XLSX and XLS through calamine, after a look at what would come out of the archive."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from makegood.kit.problems import Problem
from makegood.kit.tables.table import Cell, Limits, Table

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CHUNK = 1 << 20
SMALL = 10_000_000  # below this nothing can hurt, however well it was packed
WORKBOOKS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}


def read_workbook(data: bytes, limits: Limits, sheet: str) -> tuple[Table, list[list[Cell]]]:
    kind = "xls"
    if data.startswith(ZIP):
        kind = _checked_archive(data, limits)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            names = book.sheet_names
            if sheet and sheet not in names:
                raise Problem("no_such_sheet", sheet=sheet)
            if not names:
                raise Problem("empty_file")
            for name in [sheet] if sheet else names:
                page = book.get_sheet_by_name(name)
                if page.total_height > limits.rows + 1000:
                    raise Problem("too_many_rows", limit=limits.rows)
                rows: list[list[Cell]] = page.to_python(skip_empty_area=False)
                if rows or sheet:
                    return Table(kind, "", [], [], [], sheet=name, sheets=list(names)), rows
            return Table(kind, "", [], [], [], sheet=names[0], sheets=list(names)), []
    except PasswordError:
        raise Problem("encrypted_file") from None
    except (CalamineError, zipfile.BadZipFile, ValueError, OverflowError) as problem:
        if isinstance(problem, Problem):
            raise
        raise Problem("broken_file") from None


def _checked_archive(data: bytes, limits: Limits) -> str:
    """Which kind of workbook it is, once it is sure that it does not unfold into more than we read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise Problem("encrypted_file")
            kind = next((kind for name, kind in WORKBOOKS.items() if name in archive.NameToInfo), "")
            if not kind:
                raise Problem("wrong_type", kind="ZIP")
            _refuse_bomb(sum(entry.file_size for entry in entries), len(data), limits)
            # What an archive says of itself may be a lie: unfold it, counting, and keep nothing.
            unfolded = 0
            for entry in entries:
                unfolded = _unfold(archive, entry, unfolded, len(data), limits)
    except Problem:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise Problem("broken_file") from None
    return kind


def _unfold(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, before: int, packed: int, limits: Limits) -> int:
    with archive.open(entry) as stream:
        while piece := stream.read(CHUNK):
            before += len(piece)
            _refuse_bomb(before, packed, limits)
    return before


def _refuse_bomb(unfolded: int, packed: int, limits: Limits) -> None:
    if unfolded > limits.unfolded_bytes or (unfolded > SMALL and unfolded > packed * limits.ratio):
        raise Problem("zip_bomb")
