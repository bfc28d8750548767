"""The language of a page: the account's for whoever is signed in, the browser's for everybody else."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from makegood.people.models import Staff
from makegood.people.operations import choose_language

FOR_STAFF = ("/desk/", "/office/", "/accounts/")


class AccountLanguage:
    """Pages of the staff speak the language of the account; customers' pages stay with the browser's choice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = getattr(request.user, "locale", "") if request.path.startswith(FOR_STAFF) else ""
        if chosen not in dict(settings.LANGUAGES):
            return self.get_response(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers["Content-Language"] = chosen
        return response


@require_POST
def switch(request: HttpRequest) -> HttpResponseBase:
    """The switch in the menu: kept in the account of whoever is signed in, and in this browser."""
    wanted = request.POST.get("language", "")
    if isinstance(request.user, Staff) and wanted in dict(settings.LANGUAGES):
        choose_language(request.user, wanted, by=request.user.actor, at=timezone.now())
    return set_language(request)
