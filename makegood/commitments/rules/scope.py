"""Whom a promise covers. An empty list leaves its dimension open; a missing fact never matches a list."""

from collections.abc import Mapping
from typing import Any

DIMENSIONS = {
    "sources": "source",
    "natures": "nature",
    "urgencies": "urgency",
    "levels": "level",
    "branches": "branch_id",
    "channels": "channel",
    "categories": "category",
    "tiers": "tier",
    "remedies": "remedy",
}


def covers(scope: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether a subject with these facts falls under the scope."""
    return all(facts.get(DIMENSIONS[key]) in allowed for key, allowed in scope.items() if allowed and key in DIMENSIONS)


def unknown_dimensions(scope: Mapping[str, Any]) -> list[str]:
    """The keys of a scope that no rule knows."""
    return sorted(set(scope) - set(DIMENSIONS))
