"""Pairs of neighbouring characters: Chinese words found without a parser, and prefixes of Latin ones."""

from __future__ import annotations

import re
import unicodedata

MOST_TEXT, MOST_TERMS = 2_000, 12
_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")


def grams_of(text: str) -> list[str]:
    """The search terms of a text, each once: Latin words whole, Han runs as pairs (single ones alone)."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()[:MOST_TEXT]):
        if run[0] < "\u3400":
            found[run[:24]] = None
        elif len(run) == 1:
            found[run] = None
        else:
            found.update(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1)))
    return list(found)


def terms_of(query: str) -> list[str]:
    """The grams a query asks for (all must be there); at most a dozen."""
    return grams_of(query[:100])[:MOST_TERMS]
