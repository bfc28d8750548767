"""What every page's frame needs; nothing here asks the database before a template looks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from makegood.panels.navigation import near_places, places_for
from makegood.panels.preferences import preferences_of
from makegood.people.models import Staff


def shell(request: HttpRequest) -> dict[str, Any]:
    """Preferences, the organisation's name and the places this reader may enter."""
    groups = SimpleLazyObject(lambda: _places(request))
    return {
        "preferences": preferences_of(request),
        "organisation": settings.ORGANISATION_NAME,
        "places": groups,
        "near_places": SimpleLazyObject(lambda: near_places(groups)),
        "languages": settings.LANGUAGES,
    }


def _places(request: HttpRequest) -> list[Any]:
    staff = getattr(request, "user", None)
    return places_for(staff, request.path) if isinstance(staff, Staff) else []
