from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from makegood.kit.periods import Period
from makegood.panels.bars import share_bar
from makegood.panels.chips import chips_for, most_pressing
from makegood.panels.lists import address_with
from makegood.panels.presenters import IntervalBar, Page, PromiseChip, Tab, Why
from makegood.panels.presenters.promise import Words
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of
from makegood.triage.models import TriageItem, Verdict
from makegood.triage.queries import Inbox, agreement, why

VIEWS: list[tuple[Words, str, str]] = [
    (gettext_lazy("Everything waiting"), "", "all"),
    (gettext_lazy("Urgent"), "urgency=urgent", "urgency_urgent"),
    (gettext_lazy("Complaints"), "nature=complaint", "nature_complaint"),
    (gettext_lazy("Machine unsure"), "unsure=1", "unsure"),
    (gettext_lazy("Overdue"), "overdue=1", "overdue"),
    (gettext_lazy("Screened"), "state=screened", ""),
    (gettext_lazy("Imported history"), "history=1", ""),
]


@dataclass(frozen=True)
class Row:
    """One item of the inbox: what was said, what the machine thinks and why, and its clock."""

    item: TriageItem
    why: Why | None
    chip: PromiseChip | None


def rows_of(items: Sequence[TriageItem], *, at: datetime) -> list[Row]:
    """Rows with their verdicts and clocks, in two queries whatever their number."""
    prefetch_related_objects(items, "verdicts")
    chips = chips_for("feedback", [item.feedback_id for item in items], at=at)
    return [Row(item, why_of(item), most_pressing(chips.get(item.feedback_id, []))) for item in items]


def why_of(item: TriageItem) -> Why | None:
    """What the newest verdict rests on; the verdicts must have been fetched."""
    verdicts = sorted(item.verdicts.all(), key=lambda verdict: verdict.pk)
    return why_panel(verdicts[-1], item) if verdicts else None


def why_panel(verdict: Verdict, item: TriageItem) -> Why:
    lines = why(verdict, item.feedback)
    words = [word.word for line in lines if line.field in ("nature", "urgency", "flag") for word in line.words]
    return Why(
        decided=" · ".join(str(line.value_label) for line in lines[:3]),
        reasons=tuple(_reason(line.label, line.value_label, line.confidence, line.is_unsure) for line in lines),
        words=tuple(dict.fromkeys(words))[:8],
        confidence=item.confidence,
        version=f"{verdict.engine} {verdict.version}",
    )


def _reason(label: Words, value: Words, confidence: float, is_unsure: bool) -> str:
    told = {"field": label, "value": value, "percent": round(100 * confidence)}
    if is_unsure:
        return _("%(field)s: %(value)s (%(percent)s%%, unsure)") % told
    return _("%(field)s: %(value)s (%(percent)s%%)") % told


def views(request: HttpRequest, inbox: Inbox) -> list[Tab]:
    """The standing views with their live counts."""
    state = request.GET.get("state", "") + request.GET.get("history", "")
    return [
        Tab(label, f"?{query}", _is_current(request, query), inbox.counts.get(count) if count and not state else None)
        for label, query, count in VIEWS
    ]


def _is_current(request: HttpRequest, query: str) -> bool:
    names = ("urgency", "nature", "unsure", "overdue", "state", "history")
    now = "&".join(f"{name}={request.GET[name]}" for name in names if request.GET.get(name))
    return now == query


def agreement_bar(staff: Staff, *, at: datetime) -> IntervalBar:
    """How often people left what the machine said about the nature, over thirty days."""
    shares = agreement(Period(at - timedelta(days=30), at), branch_ids=branch_ids_of(staff))
    return share_bar(gettext_lazy("Agreement with the machine, 30 days"), shares["nature"])


def pages(request: HttpRequest, inbox: Inbox, size: int) -> Page:
    first = (inbox.page - 1) * size + 1 if inbox.items else 0
    before, after = inbox.page > 1, inbox.page < inbox.pages
    return Page(
        first,
        first + len(inbox.items) - 1 if inbox.items else 0,
        inbox.total,
        _page_href(request, inbox.page - 1) if before else "",
        _page_href(request, inbox.page + 1) if after else "",
    )


def _page_href(request: HttpRequest, page: int) -> str:
    return f"{address_with(request)}&page={page}"


def frame(request: Any, inbox: Inbox, size: int, *, at: datetime) -> dict[str, Any]:
    """The whole context of the inbox."""
    return {
        "inbox": inbox,
        "rows": rows_of(inbox.items, at=at),
        "views": views(request, inbox),
        "agreement": agreement_bar(request.user, at=at),
        "page": pages(request, inbox, size),
        "newest": max((item.pk for item in inbox.items), default=0),
    }
