"""What a policy says beside its table: how long an offer stands and what a guarantee may give by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from makegood.engines.offers import PolicyProblem

TERMS = {"offer_days": (1, 365, 14), "automatic_limit": (0, 10**9, 20_000)}


def term_of(table: Mapping[str, Any], name: str) -> int:
    """The term, or the default of the house."""
    return int(table.get(name, TERMS[name][2]))


def problems_of_terms(table: Mapping[str, Any]) -> list[PolicyProblem]:
    found = []
    for name, (least, most, default) in TERMS.items():
        value = table.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            found.append(PolicyProblem("bad_number", "", name))
    return found
