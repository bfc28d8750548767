"""Keys by which the same item is known when it comes again."""

from __future__ import annotations

import hashlib
from collections import Counter

MAX_KEY = 200


def external_key(external_id: str) -> str:
    """The sender's own number; one that is too long is kept as its digest."""
    key = f"id:{external_id}"
    return key if len(key) <= MAX_KEY else f"id#{hashlib.sha256(external_id.encode()).hexdigest()}"


class Occurrences:
    """Keys for rows without a number: what the row says, and how often it was said before in this file."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key(self, digest: str) -> str:
        self._seen[digest] += 1
        return f"text:{digest}:{self._seen[digest]}"
