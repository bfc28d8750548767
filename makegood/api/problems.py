"""Errors as RFC 9457 problem details, in the reader's language."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from makegood.kit.errors import Invalid, NotAllowed, Refusal, SomebodyWasFaster

TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("The request cannot be read."),
    401: gettext_lazy("Show a valid token."),
    403: gettext_lazy("This token may not do this."),
    404: gettext_lazy("There is nothing here."),
    409: gettext_lazy("This does not fit what is here already."),
    413: gettext_lazy("The request is too large."),
    415: gettext_lazy("This kind of content is not taken in here."),
    422: gettext_lazy("Something in the request is not right."),
    429: gettext_lazy("Too many requests."),
}
MESSAGES = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_long": gettext_lazy("This is too long; at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("This is too short."),
    "string_pattern_mismatch": gettext_lazy("This does not have the right form."),
    "greater_than_equal": gettext_lazy("This must be at least %(ge)s."),
    "less_than_equal": gettext_lazy("This must be at most %(le)s."),
    "literal_error": gettext_lazy("This must be one of %(expected)s."),
    "too_long": gettext_lazy("There are too many; at most %(max_length)s."),
    "value_error": gettext_lazy("This value is not valid."),
}
OTHERWISE = gettext_lazy("This value is not valid.")
CONFLICTS = {"key_reused", "channel_closed"}


class FieldProblem(Schema):
    """``field`` is the way to the value, with dots."""

    field: str
    message: str


class Problem(Schema):
    """RFC 9457. ``code`` is stable; ``title`` and ``detail`` are in the language asked for."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    code: str
    errors: list[FieldProblem] = []


class Forbidden(HttpError):
    def __init__(self, scope: str) -> None:
        super().__init__(403, _("The token needs the scope %(scope)s.") % {"scope": scope})


class TooMany(HttpError):
    def __init__(self) -> None:
        super().__init__(429, _("Wait a minute and try again."))


def problem(status: int, *, code: str, detail: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    body = {
        "type": "about:blank", "title": str(TITLES.get(status, TITLES[422])), "status": status, "detail": detail,
        "code": code, "errors": errors or [],
    }  # fmt: skip
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response["Retry-After"] = "60"
    return response


def install(api: NinjaAPI) -> None:
    """Every error that can leave the API leaves as a problem."""

    @api.exception_handler(Refusal)
    def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        field = [{"field": refusal.field, "message": str(refusal)}] if isinstance(refusal, Invalid) else []
        return problem(_status(refusal), code=refusal.code, detail=str(refusal), errors=field)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, found: ValidationError) -> HttpResponse:
        return problem(422, code="invalid", errors=[_field_problem(error) for error in found.errors])

    @api.exception_handler(AuthenticationError)
    def _stranger(request: HttpRequest, found: AuthenticationError) -> HttpResponse:
        return problem(401, code="unauthorized")

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, found: HttpError) -> HttpResponse:
        codes = {400: "unreadable", 403: "forbidden", 404: "not_found", 413: "too_large", 429: "too_many"}
        detail = "" if found.status_code == 400 else str(found)
        return problem(found.status_code, code=codes.get(found.status_code, "refused"), detail=detail)

    @api.exception_handler(RequestDataTooBig)
    def _large(request: HttpRequest, found: RequestDataTooBig) -> HttpResponse:
        return problem(413, code="too_large")

    @api.exception_handler(Http404)
    def _nothing(request: HttpRequest, found: Http404) -> HttpResponse:
        return problem(404, code="not_found")


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, NotAllowed):
        return 403
    if refusal.code == "not_signed":
        return 401
    if isinstance(refusal, SomebodyWasFaster) or refusal.code in CONFLICTS:
        return 409
    return 422


def _field_problem(error: dict[str, Any]) -> dict[str, str]:
    place = [
        str(part) for part in error["loc"] if part not in ("body", "query", "path", "header", "payload", "filters")
    ]
    words = MESSAGES.get(error["type"], OTHERWISE)
    return {"field": ".".join(place), "message": str(words) % (error.get("ctx") or {})}
