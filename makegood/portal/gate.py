"""Keeping the customers' pages usable: a budget of requests for each address, counted in the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]
Methods = tuple[str, ...]


def at_most(
    times: int, *, seconds: int, name: str, methods: tuple[str, ...] = ("GET", "POST")
) -> Callable[[View], View]:
    """Answer at most ``times`` requests of one address in ``seconds``; the rest are asked to wait, with status 429."""

    def limit(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods and _used(f"{name}:{request.method}", request, seconds) > times:
                response = render(request, "portal/too_many.html", {"seconds": seconds}, status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return limited

    return limit


def _used(name: str, request: HttpRequest, seconds: int) -> int:
    """How often this address came in the present window, this time included."""
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:16]
    key = f"portal:{name}:{address}"
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # the window ended between the two calls
        return 1


def private(view: View) -> View:
    """A page that only the holder of its link should see: not stored, not indexed, not passed on as a referrer."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return kept
