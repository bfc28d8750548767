"""Days that differ, read from what somebody typed or from a file, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from makegood.commitments.operations.calendar_problems import as_invalid, row_refused
from makegood.commitments.rules.calendar_text import make_up_hours
from makegood.commitments.rules.differing_days import Days, days_of_file, days_typed
from makegood.engines.calendar import CalendarProblem, parse_windows
from makegood.kit.errors import Invalid


@dataclass(frozen=True)
class DaysRead:
    """Hours ("" rests) and names by ISO date, and a refusal for each row that is no such day, with its text."""

    hours: dict[str, str]
    names: dict[str, str]
    refused: list[tuple[str, Invalid]]


def read_days(text: str, *, week: Sequence[str]) -> DaysRead:
    """One day a line: the date, then 休, 班 or hours (nothing rests), then perhaps a name; 班 has the week's hours."""
    return _read(days_typed(text, make_up=make_up_hours(week)))


def read_holiday_file(content: bytes, *, year: int, week: Sequence[str]) -> DaysRead:
    """A CSV of date, 休 or 班 (or hours) and name for one year. Raises Invalid where it is no table at all."""
    try:
        return _read(days_of_file(content, year=year, make_up=make_up_hours(week)))
    except CalendarProblem as problem:
        raise as_invalid(problem, field="file") from problem


def merged_days(text: str, more: DaysRead, *, week: Sequence[str]) -> str:
    """The typed text with these days put in; a day of theirs takes the place of a typed one, the rest stays."""
    typed = read_days(text, week=week)
    hours, names = {**typed.hours, **more.hours}, {**typed.names, **more.names}
    lines = [day_line(day, hours[day], names.get(day, "")) for day in sorted(hours)]
    return "\n".join([line for line, _refusal in typed.refused] + lines)


def check_hours(text: str) -> None:
    """Raises Invalid where a text is not the hours of a day."""
    try:
        parse_windows(text)
    except CalendarProblem as problem:
        raise as_invalid(problem) from problem


def day_line(day: str, hours: str, name: str = "") -> str:
    """A day as `read_days` reads it, in the reader's language."""
    rests = pgettext("a holiday in a calendar", "off")
    return " ".join(part for part in (day, hours or rests, name) if part)


def _read(days: Days) -> DaysRead:
    return DaysRead(
        {day.date.isoformat(): day.hours for day in days.taken},
        {day.date.isoformat(): day.name for day in days.taken if day.name},
        [(row.text, row_refused(row)) for row in days.refused],
    )
