"""The rows behind a share: each clock that was kept or broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from makegood.commitments.models import ClockVerdict, Commitment
from makegood.commitments.queries.attainment import standing_verdicts
from makegood.insight.queries.about_reader import clocks_about
from makegood.office.filters import SPANS, Filters, as_of_asked, filters_of
from makegood.office.words import subject_href, subject_words
from makegood.panels.exports import Cell
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest

OUTCOMES = ("kept", "broken")


def asked_verdicts(request: StaffRequest, filters: Filters) -> QuerySet[ClockVerdict]:
    """The verdicts that the address names, newest first, each with its clock, promise and branch."""
    code = request.GET.get("promise") or None
    found = standing_verdicts(code, filters.period, filters.branch_ids, as_of_asked(request))
    if (outcome := request.GET.get("outcome")) in OUTCOMES:
        found = found.filter(outcome=outcome)
    found = found.filter(~clocks_about(request.user.pk, "clock__"))
    return found.select_related("clock__commitment", "clock__version", "clock__branch").order_by("-decided_at", "-pk")


def verdicts_page(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    filters = filters_of(request, request.user, at=at)
    rows, page = page_of(asked_verdicts(request, filters), request)
    return {
        "rows": [(row, subject_words(row.clock.subject_kind, row.clock.subject_id), _href(row)) for row in rows],
        "page": page,
        "filters": filters,
        "spans": SPANS,
        "promises": Commitment.objects.all(),
    }


def _href(row: ClockVerdict) -> str:
    return subject_href(row.clock.subject_kind, row.clock.subject_id)


def verdict_headings() -> list[str]:
    return [
        _("Promise"), _("About"), _("Branch"), _("Began"), _("Due"), _("Decided on"), _("Outcome"),
    ]  # fmt: skip


def verdict_cells(rows: QuerySet[ClockVerdict]) -> Iterator[list[Cell]]:
    for row in rows.iterator(chunk_size=2000):
        clock = row.clock
        yield [
            clock.commitment.name, subject_words(clock.subject_kind, clock.subject_id), str(clock.branch or ""),
            clock.started_at, clock.due_at, row.decided_at, row.get_outcome_display(),
        ]  # fmt: skip
