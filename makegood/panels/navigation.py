"""The places a member of staff can go. Each front registers its own in its AppConfig; panels only draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.people.models import Staff

Words = str | Promise


def everyone(staff: Staff) -> bool:
    return True


@dataclass(frozen=True)
class Place:
    """One entry: ``near`` places stand in the bar of a phone; ``count`` names a live count."""

    code: str
    label: Words
    url_name: str
    icon: str
    group: str = "work"
    order: int = 50
    near: bool = False
    count: str = ""
    shown_to: Callable[[Staff], bool] = everyone
    href: str = ""
    is_current: bool = False


GROUPS: dict[str, Words] = {
    "work": _("Work"),
    "insight": _("Insight"),
    "office": _("Office"),
    "oversight": _("Oversight"),
}
_places: dict[str, Place] = {}


def register(*places: Place) -> None:
    """Declare places of a front; a code declared twice keeps its last declaration."""
    _places.update((place.code, place) for place in places)


def places_for(staff: Staff, path: str) -> list[tuple[Words, list[Place]]]:
    """The groups and places ``staff`` may enter, the one that ``path`` lies in marked as current."""
    shown = [placed for place in _ordered() if place.shown_to(staff) and (placed := _with_href(place))]
    current = max((p.href for p in shown if _is_in(path, p.href)), key=len, default=None)
    marked = [replace(place, is_current=place.href == current) for place in shown]
    groups = ((label, [place for place in marked if place.group == code]) for code, label in GROUPS.items())
    return [(label, places) for label, places in groups if places]


def near_places(groups: Iterable[tuple[Words, list[Place]]]) -> list[Place]:
    """At most four places for the bar of a phone."""
    return [place for _label, places in groups for place in places if place.near][:4]


def _ordered() -> list[Place]:
    return sorted(_places.values(), key=lambda place: place.order)


def _with_href(place: Place) -> Place | None:
    try:
        return replace(place, href=reverse(place.url_name))
    except NoReverseMatch:
        return None


def _is_in(path: str, href: str) -> bool:
    # Home is the root of a front and would claim every page below it.
    return path == href or (href.count("/") > 2 and path.startswith(href))
