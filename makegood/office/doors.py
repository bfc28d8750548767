"""Who may enter which page, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise

from makegood.kit.errors import Refusal
from makegood.people.models import Staff
from makegood.people.permissions import may_see_the_office

Predicate = Callable[[Staff], bool]
View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request whose user has signed in."""

    user: Staff  # type: ignore[assignment]


def office_page(may: Predicate = may_see_the_office, *, change: Predicate | None = None) -> Callable[[View], View]:
    """Let in whom ``may`` allows to look and, where the page changes something, whom ``change`` allows."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            needed = change if change is not None and request.method == "POST" else may
            if not needed(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)  # type: ignore[arg-type]

    return guard


@contextmanager
def telling(request: HttpRequest, done: str | Promise = "") -> Iterator[None]:
    """Around one operation: its refusal becomes a message, and so does its success when ``done`` says one."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, str(done))
