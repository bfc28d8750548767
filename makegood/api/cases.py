"""Cases, to be read."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from makegood.api.feedback import ReadRefused, found_or_404
from makegood.api.schemas import BIGGEST, CaseOut, CasePage, Moment, Strict
from makegood.api.tokens import Bearer, caller_of
from makegood.cases.models import Case

router = Router(tags=["cases"])


class Filters(Strict):
    """``since`` and ``until`` bound the opening (until excluded); ``after`` is the last id already read."""

    after: Annotated[int, Field(ge=0, le=BIGGEST)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    since: Moment | None = None
    until: Moment | None = None


@router.get("/cases", response={200: CasePage, **ReadRefused}, operation_id="list_cases", auth=Bearer("cases:read"))
def list_cases(request: HttpRequest, filters: Annotated[Filters, Query()]) -> Any:
    """Cases of the token's branches, oldest first, in pages."""
    found = Case.objects.in_branches(caller_of(request).branch_ids).filter(pk__gt=filters.after)
    bounds = {"opened_at__gte": filters.since, "opened_at__lt": filters.until}
    found = found.filter(**{name: value for name, value in bounds.items() if value is not None})
    rows = list(found.select_related("branch").order_by("pk")[: filters.limit + 1])
    page = rows[: filters.limit]
    return {"items": [out(row) for row in page], "next": page[-1].pk if len(rows) > filters.limit else None}


@router.get(
    "/cases/{case_id}", response={200: CaseOut, **ReadRefused}, operation_id="get_case", auth=Bearer("cases:read")
)
def get_case(request: HttpRequest, case_id: int) -> Any:
    """One case; another branch's is not found."""
    found = Case.objects.in_branches(caller_of(request).branch_ids)
    return out(found_or_404(found.select_related("branch"), case_id))


def out(case: Case) -> CaseOut:
    return CaseOut(
        id=case.pk, number=case.number, status=case.status, level=case.level, urgency=case.urgency,
        branch=case.branch.code if case.branch else None, feedback_id=case.feedback_id, opened_at=case.opened_at,
        closed_at=case.closed_at,
    )  # fmt: skip
