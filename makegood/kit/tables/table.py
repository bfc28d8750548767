from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | datetime | date | time | timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most: bytes of the file, bytes it unfolds to, how much it may unfold, rows, columns."""

    file_bytes: int = 200_000_000
    unfolded_bytes: int = 1_000_000_000
    ratio: int = 150
    rows: int = 1_000_000
    columns: int = 300


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and the rows below it. ``numbers[i]`` is where row i stands in the file (headings are 1)."""

    format: str
    encoding: str
    headings: list[str]
    rows: list[list[Cell]]
    numbers: list[int]
    sheet: str = ""
    delimiter: str = ""
    sheets: list[str] = field(default_factory=list)


def cell_text(cell: Cell) -> str:
    """The cell as a person would copy it: whole numbers without a point, dates year first."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)


def letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA: how a spreadsheet calls its columns."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
