from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from makegood.portal.pages.badge import KEPT_FOR, LANGUAGES, badge_context, figures_of


@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponseBase:
    """A picture that works in any page without a script; ?lang= chooses the language."""
    asked = request.GET.get("lang") or get_language() or ""
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    drawing = render_to_string("portal/badge.svg", badge_context(_figures(code), language))
    return _for_everybody(request, HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8"))


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same as data, for who draws it himself."""
    return _for_everybody(request, JsonResponse(_figures(code), json_dumps_params={"ensure_ascii": False}))


def _figures(code: str) -> dict[str, Any]:
    found = figures_of(code, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Other sites may show it and caches keep it; nothing in it can load or run anything."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={KEPT_FOR}, stale-while-revalidate=3600",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    for name, value in headers.items():
        response[name] = value
    answer = get_conditional_response(request, etag=etag, response=response) or response
    for name, value in headers.items():
        answer[name] = value
    return answer
