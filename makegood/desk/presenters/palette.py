"""What the palette finds: cases, customers, pages, things to do; a short list of each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from makegood.cases.permissions import visible_to
from makegood.cases.queries import found_by
from makegood.customers.permissions import visible_to as visible_customers
from makegood.panels.navigation import places_for
from makegood.people.models import Staff

MOST = 6


def groups_for(staff: Staff, asked: str) -> list[dict[str, Any]]:
    """Groups with items of label, hint and href; an empty question shows pages and the reader's own cases."""
    asked = asked.replace("\x00", "").strip()[:60]
    groups = [
        (_("Cases"), _cases(staff, asked)),
        (_("Customers"), _customers(staff, asked) if len(asked) >= 2 else []),
        (_("Pages"), _pages(staff, asked)),
    ]
    return [{"label": label, "items": items} for label, items in groups if items]


def _cases(staff: Staff, asked: str) -> list[dict[str, str]]:
    found = visible_to(staff)
    if asked:
        found = found_by(asked, found)
    else:
        found = found.open().filter(owner=staff)
    rows = found.order_by("-opened_at").values_list("pk", "number", "title")[:MOST]
    return [{"label": title, "hint": number, "href": reverse("desk:case", args=[pk])} for pk, number, title in rows]


def _customers(staff: Staff, asked: str) -> list[dict[str, str]]:
    """By the name as lists show it; each leads to the cases of that customer."""
    found = visible_customers(staff).filter(name_masked__icontains=asked).order_by("-pk")[:MOST]
    cases = reverse("desk:cases")
    return [{"label": str(one), "hint": "", "href": f"{cases}?state=all&customer={one.pk}"} for one in found]


def _pages(staff: Staff, asked: str) -> list[dict[str, str]]:
    places = [(group, place) for group, places in places_for(staff, "") for place in places]
    wanted = asked.casefold()
    return [
        {"label": str(place.label), "hint": str(group), "href": place.href}
        for group, place in places
        if wanted in str(place.label).casefold()
    ][: MOST * 2]
