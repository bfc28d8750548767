"""The rows behind a number: the same querysets that were counted, as one table for reading and for export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from makegood.insight.queries.rows import LISTS, rows_behind
from makegood.kit.money import Money
from makegood.ledger.permissions import may_see_budgets
from makegood.ledger.queries import written
from makegood.office.pages.dashboard import asked_query
from makegood.office.words import subject_href, subject_words
from makegood.panels.exports import Cell
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.people.models import Staff


@dataclass(frozen=True)
class Sheet:
    """How one kind of row is drawn: its title, headings, cells, and where a row leads."""

    title: str | Promise
    headings: tuple[str | Promise, ...]
    cells: Callable[[Any], Sequence[Cell]]
    href: Callable[[Any], str]


def sheet_called(rows: str, viewer: Staff) -> Sheet:
    """Raises Http404 for rows that do not exist or that this person does not see."""
    if rows not in SHEETS or rows not in LISTS or (rows == "transfers" and not may_see_budgets(viewer)):
        raise Http404
    return SHEETS[rows]


def rows_page(request: StaffRequest, rows: str, *, at: datetime) -> dict[str, Any]:
    sheet = sheet_called(rows, request.user)
    found, page = page_of(asked_rows(request, rows, at=at), request)
    return {
        "sheet": sheet,
        "rows": rows,
        "lines": [(sheet.href(row), list(sheet.cells(row))) for row in found],
        "page": page,
    }


def asked_rows(request: StaffRequest, rows: str, *, at: datetime) -> QuerySet[Any]:
    query = {**request.GET.dict(), **asked_query(request, at=at)}
    return rows_behind(request.user, rows, {name: str(value) for name, value in query.items()}, at=at)


def _feedback(item: Any) -> list[Cell]:
    return [
        item.occurred_at, item.feedback.title, item.get_nature_display(), item.get_urgency_display(),
        str(item.channel), str(item.branch or ""), str(item.feedback.customer or ""),
    ]  # fmt: skip


def _promise(verdict: Any) -> list[Cell]:
    clock = verdict.clock
    return [
        verdict.decided_at, subject_words(clock.subject_kind, clock.subject_id), clock.commitment.name,
        verdict.get_outcome_display(), clock.started_at, clock.due_at, str(clock.branch or ""),
    ]  # fmt: skip


def _case(case: Any) -> list[Cell]:
    return [
        case.opened_at, case.number, case.title, case.level, case.get_status_display(), str(case.owner or ""),
        str(case.branch or ""),
    ]  # fmt: skip


def _rating(rating: Any) -> list[Cell]:
    case = rating.case
    return [
        rating.at,
        case.number,
        rating.score,
        rating.comment_masked,
        str(case.branch or ""),
        str(case.customer or ""),
    ]


def _transfer(transfer: Any) -> list[Cell]:
    return [
        transfer.at, subject_words(transfer.subject_kind, transfer.subject_id), transfer.get_kind_display(),
        written(Money(transfer.amount, transfer.unit)), str(transfer.budget.branch), transfer.budget.starts_on,
    ]  # fmt: skip


def _screening(screening: Any) -> list[Cell]:
    verdict = screening.verdict
    changed = ", ".join(str(OVERRULED.get(name, name)) for name in screening.overruled)
    return [
        screening.screened_at, screening.item.feedback.title, verdict.get_nature_display(),
        screening.get_nature_display(), changed or _("nothing"), screening.staff.name, verdict.version,
    ]  # fmt: skip


OVERRULED: dict[str, Promise] = {
    "nature": gettext_lazy("Nature"),
    "urgency": gettext_lazy("Urgency"),
    "category": gettext_lazy("Category"),
    "source": gettext_lazy("Source"),
    "feeling": gettext_lazy("Feeling"),
}
SHEETS: dict[str, Sheet] = {
    "feedback": Sheet(
        gettext_lazy("Feedback"),
        (
            gettext_lazy("When"), gettext_lazy("Feedback"), gettext_lazy("Nature"), gettext_lazy("Urgency"),
            gettext_lazy("Channel"), gettext_lazy("Branch"), gettext_lazy("Customer"),
        ),
        _feedback, lambda item: subject_href("feedback", item.feedback_id),
    ),
    "promises": Sheet(
        gettext_lazy("Promises kept and broken"),
        (
            gettext_lazy("Decided on"), gettext_lazy("About"), gettext_lazy("Promise"), gettext_lazy("Outcome"),
            gettext_lazy("Began"), gettext_lazy("Due"), gettext_lazy("Branch"),
        ),
        _promise, lambda verdict: subject_href(verdict.clock.subject_kind, verdict.clock.subject_id),
    ),
    "cases": Sheet(
        gettext_lazy("Cases"),
        (
            gettext_lazy("Opened"), gettext_lazy("Number"), gettext_lazy("Title"), gettext_lazy("Level"),
            gettext_lazy("State"), gettext_lazy("Owner"), gettext_lazy("Branch"),
        ),
        _case, lambda case: subject_href("case", case.pk),
    ),
    "ratings": Sheet(
        gettext_lazy("Answers after closing"),
        (
            gettext_lazy("When"), gettext_lazy("Number"), gettext_lazy("Score"), gettext_lazy("Comment"),
            gettext_lazy("Branch"), gettext_lazy("Customer"),
        ),
        _rating, lambda rating: subject_href("case", rating.case_id),
    ),
    "transfers": Sheet(
        gettext_lazy("Money that moved"),
        (
            gettext_lazy("When"), gettext_lazy("About"), gettext_lazy("Movement"), gettext_lazy("Amount"),
            gettext_lazy("Branch"), gettext_lazy("Budget from"),
        ),
        _transfer, lambda transfer: subject_href(transfer.subject_kind, transfer.subject_id),
    ),
    "screenings": Sheet(
        gettext_lazy("Screenings"),
        (
            gettext_lazy("When"), gettext_lazy("Feedback"), gettext_lazy("The machine said"),
            gettext_lazy("The screener said"), gettext_lazy("Changed"), gettext_lazy("Who"), gettext_lazy("Version"),
        ),
        _screening, lambda screening: subject_href("feedback", screening.item.feedback_id),
    ),
}  # fmt: skip
