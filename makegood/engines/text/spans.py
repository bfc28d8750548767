"""The words whose weights decided, as places in the text as it was given."""

from __future__ import annotations

import re

from makegood.engines.text.contract import Evidence
from makegood.engines.text.heads import Heads

_SPANS = 3
_SHARE = 0.35
_WORD = re.compile(r"\w")


def deciding(heads: Heads, text: str, head: str, sign: int, why: str) -> tuple[Evidence, ...]:
    """At most three places that spoke most for `head` (`sign` 1) or against it (−1), in the order of the text."""
    chosen: list[tuple[int, int]] = []
    strongest = 0.0
    for start, end, strength in heads.spoken(text, head, sign):
        strongest = max(strongest, strength)
        if strength < strongest * _SHARE or len(chosen) == _SPANS:
            break
        apart = all(end <= other or start >= after for other, after in chosen)
        if apart and _WORD.search(text[start:end]):
            chosen.append((start, end))
    return tuple(Evidence(start, end, why) for start, end in sorted(chosen))
