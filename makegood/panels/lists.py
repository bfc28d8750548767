"""Lists: filters and order live in the address; columns are chosen by the reader; views are addresses with a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from makegood.panels.presenters import Column, Page, SavedView
from makegood.people.models import SavedView as KeptView
from makegood.people.models import Staff

M = TypeVar("M", bound=Model)
SIZE = 50
DEEPEST = 2_000


def address_with(request: HttpRequest, **changes: Any) -> str:
    """This page's query with some parameters changed; an empty value takes one away; the page starts anew."""
    parameters = request.GET.copy()
    for name, value in {"page": "", **changes}.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


def number_of(text: str | None) -> int | None:
    """A positive whole number as typed in an address, or None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def page_of(
    rows: QuerySet[M], request: HttpRequest, *, size: int = SIZE, total: int | None = None
) -> tuple[list[M], Page]:
    """The rows of the page asked for, in one query without counting."""
    number = min(max(number_of(request.GET.get("page")) or 1, 1), DEEPEST)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    shown = found[:size]
    return shown, Page(
        first=start + 1 if shown else 0,
        last=start + len(shown),
        total=total,
        previous_href=address_with(request, page=number - 1) if number > 1 else "",
        next_href=address_with(request, page=number + 1) if len(found) > size else "",
    )


@dataclass(frozen=True)
class Sort:
    """The order asked for: a column's code and whether it is turned round."""

    code: str
    is_descending: bool = False

    @classmethod
    def of(cls, request: HttpRequest, allowed: Iterable[str], default: str) -> Sort:
        asked = request.GET.get("sort") or default
        if asked.lstrip("-") not in set(allowed):
            asked = default
        return cls(asked.lstrip("-"), asked.startswith("-"))

    def order(self, field: str) -> str:
        return f"-{field}" if self.is_descending else field


def columns_of(request: HttpRequest, columns: Sequence[Column], sort: Sort, sortable: Iterable[str]) -> list[Column]:
    """The columns as this reader chose them, with the links that sort by them."""
    chosen = set(request.GET.getlist("columns")) if "columns" in request.GET else None
    can_sort = set(sortable)
    return [
        replace(
            column,
            is_shown=column.is_fixed or (column.is_shown if chosen is None else column.code in chosen),
            sort_href=_sort_href(request, column.code, sort) if column.code in can_sort else "",
            sorted=("descending" if sort.is_descending else "ascending") if column.code == sort.code else "",
        )
        for column in columns
    ]


def _sort_href(request: HttpRequest, code: str, sort: Sort) -> str:
    turn = sort.code == code and not sort.is_descending
    return address_with(request, sort=f"-{code}" if turn else code)


def views_of(request: HttpRequest, staff: Staff, page: str, built_in: Sequence[tuple[Any, str]]) -> list[SavedView]:
    """The views that come with the list, then the reader's own; the one shown now is marked."""
    now = _essence(request.GET)
    own = [(view.name, view.query, view.pk) for view in KeptView.objects.filter(staff=staff, page=page)]
    offered = [(label, query, None) for label, query in built_in] + own
    return [SavedView(label, f"?{query}", _essence(QueryDict(query)) == now, id=pk) for label, query, pk in offered]


def _essence(parameters: QueryDict) -> dict[str, list[str]]:
    return {
        name: [value for value in values if value]
        for name, values in sorted(parameters.lists())
        if name != "page" and any(values)
    }
