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


def clash_key(key: str, digest: str) -> str:
    """Where something waits whose key was used before for other words: one place for each such text."""
    return f"clash:{digest[:16]}:{key}"[:MAX_KEY]


def row_key(file_digest: str, number: int) -> str:
    """A row that names no number in a file that has them: known again by its place in the same file."""
    return f"row:{file_digest[:32]}:{number}"
