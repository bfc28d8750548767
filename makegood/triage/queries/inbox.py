from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q

from makegood.journal import Mode
from makegood.people.models import Staff
from makegood.triage.models import Category, ItemState, Nature, Screening, Source, TriageItem, Urgency, Verdict
from makegood.triage.models.item import TriageItemQuerySet
from makegood.triage.permissions import visible_to

PAGE = 50
FIELDS = {"nature": Nature, "urgency": Urgency, "source": Source, "category": Category}


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """What of the inbox is shown. Empty means everything; ``history`` shows what was imported."""

    state: str = ItemState.WAITING
    nature: str = ""
    urgency: str = ""
    source: str = ""
    category: str = ""
    department: int | None = None
    branch: int | None = None
    unsure: bool = False
    overdue: bool = False
    flag: str = ""
    history: bool = False
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> InboxFilters:
        """Filters from a URL's query; what is not understood is ignored."""
        chosen = {name: query.get(name, "") for name, choices in FIELDS.items() if query.get(name) in choices.values}
        state = query.get("state", "")
        return cls(
            state=state if state in (*ItemState.values, "all") else ItemState.WAITING,
            department=_number(query.get("department")),
            branch=_number(query.get("branch")),
            unsure=query.get("unsure") == "1",
            overdue=query.get("overdue") == "1",
            flag=query.get("flag", "")[:10],
            history=query.get("history") == "1",
            words=query.get("q", "").replace("\x00", "")[:80].strip(),
            **chosen,
        )


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of items, how many there are in all, and the counts beside the filters."""

    items: list[TriageItem]
    total: int
    counts: dict[str, int]
    page: int
    pages: int


def inbox(staff: Staff, filters: InboxFilters, *, at: datetime, page: int = 1) -> Inbox:
    """A page of what the person may see: pressing first, then newest. Three queries whatever the number."""
    scope = visible_to(staff).filter(_scope(filters))
    counts = scope.aggregate(**_counts(at), total=Count("pk", filter=_narrow(filters, at)))
    total = counts.pop("total")
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    found = listed(scope.filter(_narrow(filters, at)))[(page - 1) * PAGE : page * PAGE]
    return Inbox(list(found), total, counts, page, pages)


def listed(items: TriageItemQuerySet) -> TriageItemQuerySet:
    """Items in the order of the inbox, with what a row of it shows."""
    return items.select_related("feedback__channel", "feedback__customer", "branch", "department").order_by(
        "priority", "-received_at", "-id"
    ).defer("feedback__sealed_original", "feedback__sealed_subject")  # fmt: skip


def _scope(filters: InboxFilters) -> Q:
    scope = Q() if filters.state == "all" else Q(state=filters.state)
    scope &= ~Q(mode=Mode.LIVE) if filters.history else Q(mode=Mode.LIVE)
    if filters.branch is not None:
        scope &= Q(branch_id=filters.branch)
    if filters.department is not None:
        scope &= Q(department_id=filters.department)
    return scope


def _narrow(filters: InboxFilters, at: datetime) -> Q:
    narrow = Q(**{name: value for name in FIELDS if (value := getattr(filters, name))})
    if filters.unsure:
        narrow &= ~Q(unsure=[])
    if filters.overdue:
        narrow &= Q(screening_due_at__lte=at, state=ItemState.WAITING)
    if filters.flag:
        narrow &= Q(flags__contains=[filters.flag])
    if filters.words:
        narrow &= Q(feedback__text__icontains=filters.words) | Q(feedback__subject__icontains=filters.words)
    return narrow


def _counts(at: datetime) -> dict[str, Count]:
    counts = {"all": Count("pk")}
    for name in ("nature", "urgency"):
        for value in FIELDS[name].values:
            counts[f"{name}_{value}"] = Count("pk", filter=Q(**{name: value}))
    counts["unsure"] = Count("pk", filter=~Q(unsure=[]))
    counts["overdue"] = Count("pk", filter=Q(screening_due_at__lte=at, state=ItemState.WAITING))
    counts["angry"] = Count("pk", filter=Q(flags__contains=["angry"]))
    return counts


def item_of(staff: Staff, pk: int) -> TriageItem | None:
    """One item with everything its page shows (verdicts, screenings), or None if the person may not see it."""
    verdicts = Prefetch("verdicts", Verdict.objects.order_by("-pk"))
    screenings = Prefetch("screenings", Screening.objects.select_related("staff", "undone_by").order_by("-pk"))
    found = visible_to(staff).filter(pk=pk).select_related(
        "feedback__channel", "feedback__customer", "branch", "department", "screened_by"
    )  # fmt: skip
    return found.prefetch_related(verdicts, screenings).first()


def next_waiting(staff: Staff, item: TriageItem, filters: InboxFilters, *, at: datetime) -> TriageItem | None:
    """The item that comes after this one in the inbox, so that a screener never leaves the keyboard."""
    after = (
        Q(priority__gt=item.priority)
        | Q(priority=item.priority, received_at__lt=item.received_at)
        | Q(priority=item.priority, received_at=item.received_at, pk__lt=item.pk)
    )
    found = visible_to(staff).waiting().filter(_scope(filters) & _narrow(filters, at))
    return found.filter(after).order_by("priority", "-received_at", "-id").first()


def waiting_count(staff: Staff) -> int:
    """How many live items wait for this person's screening; the number beside the menu."""
    return visible_to(staff).waiting().filter(mode=Mode.LIVE).count()


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
