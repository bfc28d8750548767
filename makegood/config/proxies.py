from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from makegood.kit.client_address import is_trusted, real_client

TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO")


class RealClient:
    """Puts the address of who really asks where every budget, lock and log looks for it: ``REMOTE_ADDR``.

    Proxies named in MAKEGOOD_TRUSTED_PROXIES are believed; what anybody else says of others is dropped.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        told, peer = request.META, request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer, settings.TRUSTED_PROXIES):
            told["REMOTE_ADDR"] = real_client(
                peer, forwarded_for=told.get("HTTP_X_FORWARDED_FOR", ""), forwarded=told.get("HTTP_FORWARDED", ""),
                trusted=settings.TRUSTED_PROXIES,
            )  # fmt: skip
            if told.get("HTTP_X_FORWARDED_PROTO", "").strip().lower() == "https":
                told["wsgi.url_scheme"] = "https"
        for name in TOLD:
            told.pop(name, None)
        return self.get_response(request)
