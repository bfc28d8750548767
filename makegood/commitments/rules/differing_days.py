"""Days that differ, as people type them and as files bring them: a date, 休 or 班 or hours, a name.

2026-10-01 休 国庆节
2026-10-10 班
2026/11/21 10:00-16:00, 17:00-20:00 stocktaking
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from makegood.engines.calendar import CalendarProblem, parse_windows

REST = frozenset(["休", "休息", "放假", "假", "假日", "假期", "节假日", "rest", "off", "holiday", "closed", "0"])
WORK = frozenset(["班", "上班", "补班", "调班", "工作", "工作日", "work", "on", "workday", "working", "open", "1"])
HEADERS = {
    "date": frozenset(["date", "day", "日期", "日子", "时间"]),
    "kind": frozenset(["kind", "type", "state", "类型", "类别", "性质", "状态", "休班", "休/班"]),
    "name": frozenset(["name", "holiday", "note", "名称", "节日", "节假日", "说明", "备注"]),
}
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$|^(\d{4})(\d{2})(\d{2})$")
_HOURS = re.compile(r"^\d{1,2}[:：]\d{2}([:：]\d{2})?[-–—~～至]\d{1,2}[:：]\d{2}([:：]\d{2})?$")
MOST_ROWS, MOST_BYTES, LONGEST_NAME = 1_000, 500_000, 60


class Day(NamedTuple):
    """A day that differs; empty `hours` rest. `line` is where it stood, from 1."""

    line: int
    date: date
    hours: str
    name: str = ""


class Refused(NamedTuple):
    """A row that is no such day: `code` names the reason, `detail` what to look at."""

    line: int
    text: str
    code: str
    detail: str = ""


class Days(NamedTuple):
    """What was understood and what was not, each in the order of its lines."""

    taken: list[Day]
    refused: list[Refused]


def days_typed(text: str, *, make_up: str) -> Days:
    """One day a line; a date alone rests. `make_up` is what 班 means."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        words = re.split(r"[\s,，;；\t]+", line.strip().rstrip(",，;；"))
        if words == [""]:
            continue
        found = re.match(r"^(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?)\s*(.*)$", line.strip())
        if found:
            words = [found[1], *re.split(r"[\s,，;；\t]+", found[2])]
        day, rest = words[0].rstrip(":："), [word for word in words[1:] if word]
        hours = [word for word in rest if _HOURS.match(word)]
        kind = ", ".join(hours) or (rest[0] if rest else "休")
        name = " ".join(rest[len(hours) or 1 :])
        rows.append((number, line.strip(), [day, kind, name]))
    return _days(rows, make_up=make_up, year=None)


def days_of_file(content: bytes, *, year: int, make_up: str) -> Days:
    """A table of date, 休 or 班 (or hours) and name, with or without a heading, of one year.

    UTF-8 or GB 18030; parted by comma, semicolon or tab. CalendarProblem("not_a_table") for anything else.
    """
    lines = _text(content).splitlines()
    if len(lines) > MOST_ROWS or len(content) > MOST_BYTES:
        raise CalendarProblem("too_many_rows", most=MOST_ROWS)
    mark = max(",;\t", key=lambda sign: sum(sign in line for line in lines))
    try:
        table = [
            (number, cells) for number, cells in enumerate(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark), 1)
        ]
    except csv.Error as problem:
        raise CalendarProblem("not_a_table") from problem
    table = [(number, [cell.strip() for cell in cells]) for number, cells in table if any(c.strip() for c in cells)]
    if not table:
        raise CalendarProblem("empty_file")
    places = _places(table[0][1])
    if places:
        table = table[1:]
    order = places or {"date": 0, "kind": 1, "name": 2}
    rows = [
        (number, mark.join(cells), [_cell(cells, order.get(column)) for column in ("date", "kind", "name")])
        for number, cells in table
    ]
    return _days(rows, make_up=make_up, year=year)


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CalendarProblem("not_a_table")


def _places(cells: Sequence[str]) -> dict[str, int] | None:
    """Which column is which, by the heading; None where the first row is no heading."""
    words = [cell.lower() for cell in cells]
    found = {column: i for column, names in HEADERS.items() for i, word in enumerate(words) if word in names}
    return found if "date" in found and "kind" in found else None


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _days(rows: Iterable[tuple[int, str, list[str]]], *, make_up: str, year: int | None) -> Days:
    taken: dict[date, Day] = {}
    refused: list[Refused] = []
    for number, text, (day, kind, name) in rows:
        found = _day(number, text, day, kind, name, make_up)
        if isinstance(found, Refused):
            refused.append(found)
        elif year is not None and found.date.year != year:
            refused.append(Refused(number, text, "wrong_year", str(found.date.year)))
        elif found.date in taken:
            refused.append(Refused(number, text, "doubled", str(taken[found.date].line)))
        else:
            taken[found.date] = found
    return Days(list(taken.values()), refused)


def _day(number: int, text: str, day: str, kind: str, name: str, make_up: str) -> Day | Refused:
    found = _DATE.match(day)
    if not found:
        return Refused(number, text, "no_date", day)
    try:
        when = date(*(int(part) for part in found.groups() if part))
    except ValueError:
        return Refused(number, text, "impossible_date", day)
    word = kind.lower()
    if word in REST:
        return Day(number, when, "", name[:LONGEST_NAME])
    if word in WORK:
        return Day(number, when, make_up, name[:LONGEST_NAME])
    if not _HOURS.match(re.split(r"[,，;；\s]", kind)[0]):
        return Refused(number, text, "unknown_word" if kind else "no_kind", kind)
    try:
        return Day(number, when, ", ".join(str(window) for window in parse_windows(kind)), name[:LONGEST_NAME])
    except CalendarProblem as problem:
        return Refused(number, text, problem.code, kind)
