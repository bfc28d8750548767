"""Moments as people and machines write them, read into aware UTC.

Year-first, Chinese, ISO 8601, Excel serial numbers, epoch seconds and milliseconds, month names, and
numbers in day-month or month-day order, for which the order is told or found over the whole column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from makegood.kit.problems import Problem


class DateOrder(StrEnum):
    DMY = "dmy"
    MDY = "mdy"


@dataclass(frozen=True, slots=True)
class OrderFound:
    """What a column says about itself: how many values fit one order only. ``order`` is None when none does."""

    order: DateOrder | None
    day_first: int
    month_first: int
    undecided: int

    @property
    def is_ambiguous(self) -> bool:
        """Values are there that read both ways and nothing says which is meant."""
        return self.order is None and self.undecided > 0

    @property
    def is_mixed(self) -> bool:
        return self.day_first > 0 and self.month_first > 0


EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 — wall time; the zone is put on afterwards
EXCEL_RANGE = range(1, 2_958_466)  # to 9999-12-31
EARLIEST_YEAR = 1900
MONTHS = {name: n for n, names in enumerate(
    ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
     "sep sept september", "oct october", "nov november", "dec december"), 1) for name in names.split()}  # fmt: skip

_CLOCK = (
    r"(?:(?:[T\s,]+|(?<=日)|(?=[上下凌早中晚]))(?P<half>上午|下午|凌晨|早上|中午|晚上|AM|PM)?\s*(?P<h>\d{1,2})"
    r"(?:[:时点](?P<mi>\d{1,2})?)?(?:[:分](?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?)?[分秒整]?\s*(?P<half2>[AP]\.?M\.?)?)?"
)
_ZONE = r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?"
_TAIL = _CLOCK + _ZONE
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?(?:\s*星期.)?" + _TAIL, re.I
)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})" + _TAIL, re.I)
_DAY_NAME = re.compile(
    _WEEKDAY + r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-\s.]+(?P<mon>[A-Z]{3,9})\.?[-\s,]+(?P<y>\d{4})" + _TAIL, re.I
)
_NAME_DAY = re.compile(
    _WEEKDAY + r"(?P<mon>[A-Z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})" + _TAIL, re.I
)
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?)?" + _ZONE, re.I
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_EPOCH_SECONDS, _EPOCH_MILLIS = range(10**9, 10**10), range(10**12, 10**13)


def read_moment(value: object, zone: ZoneInfo, order: DateOrder | None = None) -> datetime:
    """``value`` as aware UTC; without a time of day it is midnight in ``zone``.

    Raises Problem: ``no_time``, ``bad_time`` (not a date), ``impossible_time`` (no such day or hour),
    ``unclear_time`` (reads both ways and ``order`` is not given).
    """
    if isinstance(value, datetime):
        return _aware(value, zone)
    if isinstance(value, date):
        return _aware(datetime.combine(value, time()), zone)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value, zone)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not text:
        raise Problem("no_time")
    return _from_text(text, zone, order)


def _from_text(text: str, zone: ZoneInfo, order: DateOrder | None) -> datetime:
    if (match := _YEAR_LAST.fullmatch(text)) is not None:
        day, month = _day_and_month(int(match["a"]), int(match["b"]), order, text)
        return _built(match, int(match["y"]), month, day, zone, text)
    for pattern in (_YEAR_FIRST, _COMPACT):
        if (match := pattern.fullmatch(text)) is not None and (pattern is not _COMPACT or _is_a_compact_date(match)):
            return _built(match, int(match["y"]), int(match["m"]), int(match["d"]), zone, text)
    for pattern in (_DAY_NAME, _NAME_DAY):
        if (match := pattern.fullmatch(text)) is not None and match["mon"].lower() in MONTHS:
            return _built(match, int(match["y"]), MONTHS[match["mon"].lower()], int(match["d"]), zone, text)
    if _NUMBER.fullmatch(text):
        return _from_number(float(text[:40]), zone)
    raise Problem("bad_time", value=text[:60])


def _is_a_compact_date(match: re.Match[str]) -> bool:
    """20190425 is a date; ten digits or a year out of reach are a count of seconds."""
    return EARLIEST_YEAR <= int(match["y"]) <= 2200 and len(match[0]) != 10


def _from_number(number: float, zone: ZoneInfo) -> datetime:
    if not 0 < number < 10**13:  # not a number fails this too
        raise Problem("bad_time", value=str(number)[:60])
    number = float(number)
    if number.is_integer() and EARLIEST_YEAR * 10_000 <= number < 22_000_000:
        return _from_text(str(int(number)), zone, None)
    if int(number) in _EPOCH_SECONDS:
        return datetime.fromtimestamp(number, UTC)
    if int(number) in _EPOCH_MILLIS:
        return datetime.fromtimestamp(number / 1000, UTC)
    if int(number) not in EXCEL_RANGE:
        raise Problem("bad_time", value=f"{number:g}")
    return _aware(EXCEL_ZERO + timedelta(seconds=round(number * 86_400)), zone)


def _day_and_month(a: int, b: int, order: DateOrder | None, text: str) -> tuple[int, int]:
    if order is None:
        if a <= 12 and b <= 12 and a != b:
            raise Problem("unclear_time", value=text[:60])
        order = DateOrder.DMY if a > 12 or a == b else DateOrder.MDY
    return (a, b) if order is DateOrder.DMY else (b, a)


def _built(match: re.Match[str], year: int, month: int, day: int, zone: ZoneInfo, text: str) -> datetime:
    parts = match.groupdict()
    hour = int(parts["h"] or 0)
    half = (parts.get("half") or parts.get("half2") or "").upper().replace(".", "")
    if half in ("PM", "下午", "晚上", "中午") and hour < 12 and not (half == "中午" and hour >= 10):
        hour += 12
    elif half in ("AM", "上午", "凌晨") and hour == 12:
        hour = 0
    micros = int((parts.get("f") or "0").ljust(6, "0")[:6])
    try:
        wall = datetime(year, month, day, hour, int(parts["mi"] or 0), int(parts["s"] or 0), micros)  # noqa: DTZ001
        if year < EARLIEST_YEAR:
            raise ValueError("before any customer of ours")
    except ValueError:
        raise Problem("impossible_time", value=text[:60]) from None
    return _aware(wall, _zone_of(parts["z"], zone))


def _zone_of(written: str | None, zone: ZoneInfo) -> ZoneInfo | timedelta:
    if not written:
        return zone
    if written.upper() in ("Z", "UTC", "GMT"):
        return timedelta()
    sign = -1 if written[0] == "-" else 1
    digits = written[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def _aware(wall: datetime, zone: ZoneInfo | timedelta) -> datetime:
    try:
        if wall.tzinfo is not None:
            return wall.astimezone(UTC)
        if isinstance(zone, timedelta):
            return (wall - zone).replace(tzinfo=UTC)
        return wall.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        raise Problem("impossible_time", value=str(wall)) from None


def found_order(values: Iterable[object]) -> OrderFound:
    """Whether a column writes day or month first; the order that more values insist on."""
    day_first = month_first = undecided = 0
    for value in values:
        if not isinstance(value, str):
            continue
        match = _YEAR_LAST.fullmatch(unicodedata.normalize("NFKC", value).strip())
        if match is None:
            continue
        a, b = int(match["a"]), int(match["b"])
        if a > 12 >= b:
            day_first += 1
        elif b > 12 >= a:
            month_first += 1
        elif a <= 12 and b <= 12 and a != b:
            undecided += 1
    order = None
    if day_first or month_first:
        order = DateOrder.DMY if day_first >= month_first else DateOrder.MDY
    return OrderFound(order, day_first, month_first, undecided)
