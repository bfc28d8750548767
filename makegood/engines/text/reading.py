"""A text made ready for the heads: folded, cut into clauses, its terms found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from makegood.engines.text.contract import Evidence
from makegood.engines.text.fold import folded, simplified
from makegood.engines.text.patterns import with_patterns
from makegood.engines.text.terms import Hit, Tag, Terms

#: What is read of a longer text: its beginning and its end, where people say what they want.
HEAD_CHARS, TAIL_CHARS = 3000, 1000

_HAN = "\u3400-\u9fff"
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_BREAK = re.compile(r"[,;:!?。\n…~]+|\.+(?!\d)|  +")
_LATIN = re.compile(r"[A-Za-z]+")
_HANS = re.compile(rf"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class Clause:
    """Hits between two breaks, and the break that ended it."""

    start: int
    end: int
    ending: str
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Reading:
    """`flat` is the folded text; `offsets` lead back to the original where characters were dropped."""

    original: str
    flat: str
    offsets: list[int] | None
    clauses: list[Clause]
    hits: list[Hit]

    def evidence(self, hit: Hit, why: str) -> Evidence:
        """Where `hit` stands in the text as it was given."""
        return self.span(hit.start, hit.end, why)

    def span(self, start: int, end: int, why: str) -> Evidence:
        """Characters `start` to `end` of `flat` as a place in the text as it was given."""
        if self.offsets is None:
            return Evidence(start, end, why)
        return Evidence(self.offsets[start], self.offsets[end - 1] + 1, why)

    def tagged(self, head: str) -> list[tuple[Hit, Tag]]:
        """Hits that say something to `head`, with what they say."""
        return [(hit, tag) for hit in self.hits if head in hit.tags for tag in hit.tags[head]]


def read(text: str, terms: Terms) -> Reading:
    """`text` with its clauses and terms; long texts are read at both ends only."""
    flat, offsets = _compact(*_shortened(text), terms)
    hits = with_patterns(flat, terms.hits(flat))
    return Reading(text, flat, offsets, _clauses(flat, hits), hits)


def _shortened(text: str) -> tuple[str, list[int] | None]:
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return folded(text), None
    kept = [*range(HEAD_CHARS), *range(len(text) - TAIL_CHARS, len(text))]
    return folded(text[:HEAD_CHARS] + text[-TAIL_CHARS:]), kept


def _compact(flat: str, offsets: list[int] | None, terms: Terms) -> tuple[str, list[int] | None]:
    """Without invisible characters and without the spaces that tear words apart, as in 退 款."""
    dropped = {m.start() for m in _INVISIBLE.finditer(flat)}
    for space in _BETWEEN_HAN.finditer(flat):
        if flat[space.start() - 1] + flat[space.end()] in terms:
            dropped.add(space.start())
    if not dropped:
        return flat, offsets
    kept = [i for i in range(len(flat)) if i not in dropped]
    return "".join(flat[i] for i in kept), [offsets[i] if offsets else i for i in kept]


def _clauses(flat: str, hits: list[Hit]) -> list[Clause]:
    clauses, start, index = [], 0, 0
    cuts = [(m.start(), m.end(), m.group()) for m in _BREAK.finditer(flat)]
    for cut, after, ending in [*cuts, (len(flat), len(flat), "")]:
        inside = []
        while index < len(hits) and hits[index].start < after:
            inside.append(hits[index])
            index += 1
        if inside or ending:
            clauses.append(Clause(start, cut, ending, inside))
        start = after
    return clauses


def language_of(text: str) -> str:
    """zh-Hans, zh-Hant, en, or und where letters are too few to tell."""
    sample = text[:HEAD_CHARS]
    han = len(_HANS.findall(sample))
    latin = len(_LATIN.findall(sample))
    if han == latin == 0:
        return "und"
    if han < 2 * latin:
        return "en"
    return "zh-Hans" if simplified(sample) == sample else "zh-Hant"
