from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.insight.metrics import AGREEMENT
from makegood.kit.periods import Period
from makegood.office.filters import SPANS, filters_of
from makegood.office.pages.rows import OVERRULED
from makegood.panels.bars import share_bar
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.triage.queries.agreement import agreement, disagreements


def screening_page(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    """How often screeners left what the machine saw, field by field, and the rows where they did not."""
    filters = filters_of(request, request.user, at=at, days=90)
    period = filters.period or Period(datetime.min.replace(year=1990, tzinfo=at.tzinfo), at)
    shares = agreement(period, branch_ids=filters.branch_ids)
    field = request.GET.get("field", "nature")
    field = field if field in OVERRULED else "nature"
    rows, page = page_of(disagreements(period, field=field, branch_ids=filters.branch_ids), request)
    return {
        "bars": [(name, share_bar(OVERRULED[name], share), name == field) for name, share in shares.items()],
        "field": field,
        "field_words": OVERRULED[field],
        "rows": [(row, _said(row.verdict, field), _said(row, field)) for row in rows],
        "page": page,
        "filters": filters,
        "spans": SPANS,
        "population": AGREEMENT.population,
    }


def _said(thing: Any, field: str) -> str:
    return str(getattr(thing, f"get_{field}_display")())
