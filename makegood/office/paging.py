"""A window on a long list, without counting what would be slow to count."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from makegood.panels.presenters import Page

M = TypeVar("M", bound=Model)
SIZE = 50
LAST_PAGE = 2_000


def page_number(request: HttpRequest) -> int:
    """The page asked for; anything that is no sensible number is the first."""
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def window(rows: QuerySet[M], request: HttpRequest, *, size: int = SIZE) -> tuple[list[M], Page]:
    """The rows of one page and where the pages beside it are; one query, no count."""
    number = page_number(request)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    shown = found[:size]
    page = Page(
        first=start + 1 if shown else 0,
        last=start + len(shown),
        previous_href=href_with(request, page=number - 1) if number > 1 else "",
        next_href=href_with(request, page=number + 1) if len(found) > size else "",
    )
    return shown, page


def href_with(request: HttpRequest, **changes: Any) -> str:
    """This page's address with some parameters changed; an empty value takes one away."""
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters.pop(name, None)
        if value not in (None, ""):
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"
