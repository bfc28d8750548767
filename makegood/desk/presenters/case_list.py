"""The list of cases: its columns, its standing views, its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from makegood.cases.models import Case, Status
from makegood.cases.models.case import CaseQuerySet
from makegood.cases.permissions import visible_to
from makegood.cases.queries import found_by, waiting_for
from makegood.commitments.models import Clock
from makegood.commitments.queries import breaches
from makegood.kit.periods import Period
from makegood.panels.chips import chips_for, most_pressing
from makegood.panels.durations import spoken
from makegood.panels.exports import Cell
from makegood.panels.lists import Sort, columns_of, number_of, page_of, views_of
from makegood.panels.presenters import ChipState, Column, PromiseChip
from makegood.people.models import Staff

PAGE = "cases"
COLUMNS = (
    Column("subject", _("Case"), is_fixed=True),
    Column("promise", _("Promise")),
    Column("status", _("Status")),
    Column("level", _("Level")),
    Column("owner", _("Owner")),
    Column("customer", _("Customer")),
    Column("branch", _("Branch")),
    Column("department", _("Department"), is_shown=False),
    Column("opened", _("Opened")),
    Column("age", _("Age"), is_shown=False),
)
SORTS = {"opened": "opened_at", "level": "level", "status": "status", "owner": "owner__pinyin"}
VIEWS = (
    (_("Mine"), "mine=1"),
    (_("All open"), ""),
    (_("Without an owner"), "unowned=1"),
    (_("Asked of my department"), "handed=1"),
    (_("The customer waits for us"), "unanswered=1"),
    (_("Due soon"), "due=soon"),
    (_("Broken today"), "due=broken"),
    (_("Waiting for the customer"), "waiting=1"),
    (_("Closed"), "state=closed"),
)
SHOWN = ("customer", "branch", "department", "owner")


@dataclass(frozen=True)
class Row:
    case: Case
    chip: PromiseChip | None
    age: str


def found(request: HttpRequest, staff: Staff, *, at: datetime) -> tuple[CaseQuerySet, Sort]:
    """The cases this address asks for, in its order."""
    asked, cases = request.GET, visible_to(staff)
    cases = cases.ended() if asked.get("state") == "closed" else cases if asked.get("state") == "all" else cases.open()
    if words := asked.get("q", "").replace("\x00", "").strip()[:80]:
        cases = found_by(words, cases)
    sort = Sort.of(request, SORTS, "-opened")
    return cases.filter(_asked(asked, staff, at)).order_by(sort.order(SORTS[sort.code]), "-pk"), sort


def _asked(asked: Any, staff: Staff, at: datetime) -> Q:
    wanted = Q()
    if asked.get("mine"):
        wanted &= Q(owner=staff)
    if asked.get("unowned"):
        wanted &= Q(owner=None)
    if asked.get("waiting"):
        wanted &= Q(is_waiting_for_customer=True)
    if asked.get("handed"):
        wanted &= Q(pk__in=waiting_for(staff).values("case_id"))
    if asked.get("unanswered"):
        wanted &= Q(unanswered_since__isnull=False)
    if asked.get("status") in Status.values:
        wanted &= Q(status=asked["status"])
    for name in ("branch", "department", "level", "owner", "customer"):
        if (number := number_of(asked.get(name))) is not None:
            wanted &= Q(**{name: number})
    return wanted & by_clock(asked.get("due", ""), at)


def by_clock(due: str, at: datetime) -> Q:
    clocks = Clock.objects.filter(subject_kind="case")
    if due == "soon":
        # An open clock is swept at its due time or later, and by that time the index knows it.
        soon = clocks.open().filter(due_at__gt=at, due_at__lte=at + timedelta(hours=24), sweep_at__gt=at)
        return Q(pk__in=soon.values("subject_id"))
    if due == "broken":
        # A breach is dated by the due time that passed; what no sweep has met yet still runs.
        since = at - timedelta(hours=24)
        broken = breaches(period=Period(since, at)).order_by().filter(clock__subject_kind="case")
        late = clocks.filter(state="running", due_at__gt=since, due_at__lte=at, sweep_at__gt=since)
        return Q(pk__in=late.values("subject_id")) | Q(pk__in=broken.values("clock__subject_id"))
    return Q()


def rows_of(cases: Sequence[Case], *, at: datetime, prefer: ChipState | None = None) -> list[Row]:
    """Rows with the chip that presses most, or one in the state that the list is about."""
    chips = chips_for("case", [case.pk for case in cases], at=at)
    return [Row(case, _chip(chips.get(case.pk, []), prefer), _age(case, at)) for case in cases]


def _chip(chips: list[PromiseChip], prefer: ChipState | None) -> PromiseChip | None:
    return next((chip for chip in chips if chip.state == prefer), None) or most_pressing(chips)


def _age(case: Case, at: datetime) -> str:
    return spoken(((case.closed_at or at) - case.opened_at).total_seconds())


def frame(request: Any, *, at: datetime) -> dict[str, Any]:
    """The whole context of the list."""
    cases, sort = found(request, request.user, at=at)
    shown, page = page_of(cases.select_related(*SHOWN), request)
    columns = columns_of(request, COLUMNS, sort, SORTS)
    return {
        "rows": rows_of(shown, at=at, prefer=ChipState.BROKEN if request.GET.get("due") == "broken" else None),
        "columns": columns,
        "shown": {column.code for column in columns if column.is_shown},
        "page": page,
        "views": views_of(request, request.user, PAGE, VIEWS),
    }


def exported(cases: CaseQuerySet) -> Iterator[list[Cell]]:
    """Rows of the export, in batches, without personal data."""
    for case in cases.select_related(*SHOWN).iterator(chunk_size=1000):
        yield [
            case.number, case.title, case.get_status_display(), case.level, str(case.owner or ""),
            str(case.customer or ""), str(case.branch or ""), str(case.department or ""), case.opened_at,
            case.first_answered_at, case.closed_at,
        ]  # fmt: skip


HEADINGS = (
    _("Number"), _("Title"), _("Status"), _("Level"), _("Owner"), _("Customer"), _("Branch"), _("Department"),
    _("Opened"), _("First answered"), _("Closed"),
)  # fmt: skip
