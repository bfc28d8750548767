from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from makegood.kit.periods import Period
from makegood.people.models import Branch, Staff
from makegood.people.permissions import branch_ids_of

DAYS = 30
LONGEST = 366 * 30


@dataclass(frozen=True, slots=True)
class Drill:
    """The rows behind a number: a list (feedback, promises, cases, ratings, transfers, screenings) and its filters."""

    rows: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The filters as the query of an address, without a question mark."""
        return urlencode(self.params)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: local days [first, until) and branches (None: all). ``at`` is the
    reader's now; complaints about the reader (``viewer_id``) are left out."""

    first: date
    until: date
    branch_ids: frozenset[int] | None
    at: datetime
    branch_id: int | None = None
    viewer_id: int | None = None

    @property
    def period(self) -> Period:
        """The days as moments, midnight to midnight in the organisation's time zone."""
        return Period(_midnight(self.first), _midnight(self.until))

    @property
    def zone(self) -> ZoneInfo:
        return _zone()

    @property
    def today(self) -> date:
        """The reader's day in the organisation's time zone."""
        return self.at.astimezone(_zone()).date()

    def drill(self, rows: str, **params: str | int) -> Drill:
        """A drill into these days and branches; ``params`` narrow it."""
        where: list[tuple[str, str]] = [("from", self.first.isoformat()), ("to", self.until.isoformat())]
        if self.branch_id is not None:
            where.append(("branch", str(self.branch_id)))
        return Drill(rows, (*where, *((name, str(value)) for name, value in params.items())))


def scope_of(staff: Staff, query: Mapping[str, str], *, at: datetime) -> Scope:
    """The scope that an address asks for, cut to what the person may see.

    ``from`` and ``to`` are local dates, ``to`` left out of the period; the last thirty days where they are
    absent or make no sense. A branch that the person may not see gives an empty scope, not an error.
    """
    tomorrow = at.astimezone(_zone()).date() + timedelta(days=1)
    first, until = _date(query.get("from")), _date(query.get("to")) or tomorrow
    if first is None or not 0 < (until - first).days <= LONGEST:
        first = until - timedelta(days=DAYS)
    seen = branch_ids_of(staff)
    chosen = _number(query.get("branch"))
    if chosen is None:
        return Scope(first, until, seen, at, viewer_id=staff.pk)
    below = _subtree(chosen)
    return Scope(first, until, below if seen is None else below & seen, at, chosen, staff.pk)


def _subtree(branch_id: int) -> frozenset[int]:
    path = Branch.objects.filter(pk=branch_id).values("path")[:1]
    return frozenset(Branch.objects.filter(path__startswith=path).values_list("pk", flat=True))


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=_zone()).astimezone(UTC)


def _date(value: str | None) -> date | None:
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
