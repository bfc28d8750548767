"""The period and the branch that a page is asked for; both stand in its address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone

from makegood.kit.periods import Period
from makegood.people.models import Branch, Staff
from makegood.people.permissions import branch_ids_of

SPANS = (30, 90, 365)
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Filters:
    """``first`` to ``last`` are whole local days, both included; no ``period`` means all time.

    ``branch_ids`` is what the reader may see and asked for; None means every branch.
    """

    first: date | None
    last: date | None
    days: int | None
    branch: Branch | None
    branches: list[Branch]
    branch_ids: frozenset[int] | None

    @property
    def period(self) -> Period | None:
        if self.first is None or self.last is None:
            return None
        return Period(_midnight(self.first), _midnight(self.last + timedelta(days=1)))

    @property
    def query(self) -> str:
        """The filters as part of an address, for the links to the rows behind a number."""
        parts = [] if self.first is None else [f"from={self.first}", f"to={self.last}"]
        return "&".join(parts + ([f"branch={self.branch.pk}"] if self.branch else []))


def filters_of(request: HttpRequest, staff: Staff, *, at: datetime, days: int | None = None) -> Filters:
    """What the address asks for; ``days`` is the span when it asks for nothing (None: all time)."""
    allowed = branch_ids_of(staff)
    branches = [b for b in Branch.objects.filter(is_active=True) if allowed is None or b.pk in allowed]
    branch = next((b for b in branches if str(b.pk) == request.GET.get("branch")), None)
    first, last, span = _days_asked(request, timezone.localdate(at), days)
    return Filters(first, last, span, branch, branches, _within(branch, branches, allowed))


def as_of_asked(request: HttpRequest) -> datetime | None:
    """The end of the day whose knowledge is asked for (`as_of`); None for what is known now."""
    day = _day(request.GET.get("as_of"))
    return None if day is None or day.year > 9_000 else _midnight(day + timedelta(days=1))


def _within(branch: Branch | None, branches: list[Branch], allowed: frozenset[int] | None) -> frozenset[int] | None:
    if branch is None:
        return allowed
    return frozenset(b.pk for b in branches if b.path.startswith(branch.path))


def _days_asked(request: HttpRequest, today: date, days: int | None) -> tuple[date | None, date | None, int | None]:
    first, last = _day(request.GET.get("from")), _day(request.GET.get("to"))
    if first or last:
        last = last or today
        return min(first or EARLIEST, last), last, None
    asked = request.GET.get("days", "")
    if asked == "all":
        return None, None, None
    span = int(asked) if asked in {str(n) for n in SPANS} else days
    return (None, None, None) if span is None else (today - timedelta(days=span - 1), today, span)


def _day(text: str | None) -> date | None:
    try:
        return max(date.fromisoformat(text or ""), EARLIEST)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
