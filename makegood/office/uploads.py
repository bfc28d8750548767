"""An upload is measured before a byte of it is kept: what is too large is refused in words, not by a broken line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from makegood.intake.reasons import reason_text

FORM_BYTES = 100_000  # what the other fields and the boundaries of a form take
CHUNK = 1_000_000
PATIENCE = 3_000_000_000

View = Callable[..., HttpResponseBase]


def too_large() -> str:
    return reason_text("too_large", {"limit": settings.MAX_IMPORT_BYTES // 1_000_000})


def measured(to: str) -> Callable[[View], View]:
    """Refuse a body beyond the limit with a message on the page ``to``.

    CSRF is checked inside, because looking for the token reads the whole form.
    """

    def guard(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def measure(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if _length(request) > settings.MAX_IMPORT_BYTES + FORM_BYTES:
                if request.user.is_authenticated:
                    _pour_away(request)
                messages.error(request, too_large())
                return redirect(to)
            return checked(request, *args, **kwargs)

        return measure

    return guard


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdigit() else 0


def _pour_away(request: HttpRequest) -> None:
    """Read on without keeping anything: a browser shows no answer while it is still sending."""
    left = min(_length(request), PATIENCE)
    with suppress(UnreadablePostError, OSError):
        while left > 0 and (read := request.read(min(CHUNK, left))):
            left -= len(read)
