"""From a local wall clock to instants, daylight saving included. Instants are microseconds since 1970 UTC."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from makegood.engines.calendar.problems import CalendarProblem

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock has no zone of its own
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of this name; CalendarProblem("unknown_zone") if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise CalendarProblem("unknown_zone", name=name) from problem


def instant_of(at: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime; ValueError for a naive one."""
    try:
        gap = at - EPOCH
    except TypeError as problem:
        raise ValueError("an aware datetime is needed") from problem
    return (gap.days * 86_400 + gap.seconds) * SECOND + gap.microseconds


def micros_of(span: timedelta) -> int:
    """Microseconds of a span."""
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds


def moment_of(instant: int) -> datetime:
    """The aware UTC datetime of an instant."""
    return EPOCH + timedelta(0, 0, instant)


def first_instant(zone: ZoneInfo, day: date, second: int) -> int:
    """The first instant at which the clock in `zone` shows `second` of `day`, or has jumped past it."""
    wall = datetime.combine(day, time.min) + timedelta(seconds=second)
    before = wall.replace(tzinfo=zone).utcoffset()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    assert before is not None
    assert after is not None
    local = (wall - _NAIVE_EPOCH) // MICROSECOND
    if before >= after:  # an ordinary reading, or the first of two
        return local - before // MICROSECOND
    return _jump(zone, local - after // MICROSECOND, local - before // MICROSECOND)


def _jump(zone: ZoneInfo, low: int, high: int) -> int:
    """The instant between two others, whole seconds apart, at which the offset changes."""
    old = moment_of(low).astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = (low + high) // 2 // SECOND * SECOND
        if moment_of(middle).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
