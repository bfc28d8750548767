"""Whom a promise covers. An empty list leaves its dimension open; a missing fact never matches a list."""

from collections.abc import Mapping
from typing import Any

DIMENSIONS = {
    "sources": "source",
    "natures": "nature",
    "urgencies": "urgency",
    "levels": "level",
    "branches": "branch_id",
    "departments": "department_id",
    "channels": "channel",
    "categories": "category",
    "tiers": "tier",
    "remedies": "remedy",
    "kinds": "kind",
    "products": "product",
}
TAGS = "tags"


def covers(scope: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a subject with these facts falls under the scope."""
    return all(facts.get(DIMENSIONS[key]) in allowed for key, allowed in scope.items() if allowed and key in DIMENSIONS)


def excludes(exclusions: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether any one of these facts takes a subject out of the promise; `tags` name what somebody marked it with."""
    for key, named in exclusions.items():
        told = facts.get(TAGS if key == TAGS else DIMENSIONS.get(key, ""))
        if any(value in named for value in (told if isinstance(told, list) else [told])):
            return True
    return False


def unknown_dimensions(scope: Mapping[str, Any], *also: str) -> list[str]:
    """The keys of a scope that no rule knows."""
    return sorted(set(scope) - set(DIMENSIONS) - set(also))
