"""Who may enter which page. Refusals of operations are told by ``panels.web.staff_page``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from makegood.panels.web import StaffRequest, staff_page
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of, may_see_the_office

Predicate = Callable[[Staff], bool]
View = Callable[..., HttpResponseBase]


def sees_every_branch(staff: Staff) -> bool:
    """For pages whose numbers are of the whole organisation."""
    return may_see_the_office(staff) and branch_ids_of(staff) is None


def office_page(may: Predicate = may_see_the_office, *, change: Predicate | None = None) -> Callable[[View], View]:
    """Let in whom ``may`` allows to look and, where the page changes something, whom ``change`` allows."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            needed = change if change is not None and request.method == "POST" else may
            if not needed(cast(StaffRequest, request).user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return staff_page(cast(Callable[..., HttpResponse], guarded))

    return guard
