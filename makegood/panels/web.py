"""What every staff view shares: who is asking, what they may do, and how a refusal is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from makegood.kit.errors import NotAllowed, Refusal
from makegood.panels.words import refusal_words
from makegood.people.models import Staff
from makegood.people.permissions import may_change_things

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in; for types only."""

    user: Staff  # type: ignore[assignment]
    htmx: Any


def staff_page(view: View) -> View:
    """Signed-in staff only; a refused operation is told in words on the page it came from."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") and not may_change_things(cast(Staff, request.user)):
            raise PermissionDenied
        without_nul(request)
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            if request.method in ("GET", "HEAD"):
                raise PermissionDenied(refusal_words(refusal)) from refusal
            return _told(request, refusal)
        except Refusal as refusal:
            return _told(request, refusal)

    return cast(View, guarded)


def without_nul(request: HttpRequest) -> None:
    """NUL is the one character that the database cannot keep: typed it is dropped, in an address nothing is there."""
    if "\x00" in request.path:
        raise Http404
    for name in ("GET", "POST"):
        given: QueryDict = getattr(request, name)
        if any("\x00" in str(text) for _field, texts in given.lists() for text in texts):
            cleaned = QueryDict(mutable=True)
            for field, texts in given.lists():
                cleaned.setlist(field.replace("\x00", ""), [str(text).replace("\x00", "") for text in texts])
            setattr(request, name, cleaned)


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """To where the form says it came from, if that is on this site; else to ``otherwise``."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if safe else otherwise)


def say(
    request: HttpRequest, text: str, level: int = messages.SUCCESS, *, draft: str = "",
    undo: tuple[str, Sequence[int]] | None = None,
) -> None:  # fmt: skip
    """A short answer on the next page. ``draft`` names a kept draft that has now arrived; ``undo`` is the
    address and the ids that take back what was done."""
    tags = {"draft": draft} if draft else {}
    if undo and undo[1]:
        tags |= {"undo": undo[0], "ids": ",".join(map(str, undo[1]))}
    messages.add_message(request, level, text, extra_tags=json.dumps(tags) if tags else "")


def toast(response: HttpResponse, text: str, kind: str = "success") -> HttpResponse:
    """The same for a live request, which has no next page."""
    response["HX-Trigger"] = json.dumps({"toast": [{"text": text, "kind": kind}]})
    return response


def _told(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    words = refusal_words(refusal)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=200)
        response["HX-Reswap"] = "none"
        return toast(response, words, "error")
    say(request, words, messages.ERROR)
    referer = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return back(request, referer if safe else "/desk/")
