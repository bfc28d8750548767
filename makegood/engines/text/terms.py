"""The lexicons, read once, and where their terms stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ENDINGS = ("", "s", "es", "d", "ed", "ing", "ly")
_WORD_START = re.compile(r"(?<![a-z0-9])[a-z]")
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Tag:
    """What a term says to one head."""

    head: str
    label: str
    weight: float


Tags = tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A term at `start` to `end` of the folded text."""

    start: int
    end: int
    term: str
    tags: dict[str, Tags]


class Terms:
    """All terms of all heads, matched longest first at each place."""

    def __init__(self, entries: dict[str, list[Tag]]) -> None:
        self._tags = {term: _by_head(tags) for term, tags in entries.items()}
        lengths: dict[str, set[int]] = {}
        for term in entries:
            lengths.setdefault(term[0], set()).add(len(term))
        self._lengths = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
        for term in sorted(entries, key=len):
            self._inherit(term)

    def __contains__(self, term: str) -> bool:
        return term in self._tags

    def _inherit(self, term: str) -> None:
        """A long term also says what the terms inside it say to heads that it is silent about."""
        own = self._tags[term]
        for size in range(len(term) - 1, 0, -1):
            for start in range(len(term) - size + 1):
                inner = self._tags.get(term[start : start + size])
                if inner is None or not _whole_words(term, start, start + size):
                    continue
                for head, tags in inner.items():
                    if head not in own and not _contradicts(own, head, tags):
                        own[head] = tags

    def hits(self, text: str) -> list[Hit]:
        """Terms in folded `text`, in order, never overlapping."""
        found: list[Hit] = []
        lengths, tags, end = self._lengths, self._tags, 0
        for start, ch in enumerate(text):
            sizes = lengths.get(ch) if start >= end else None
            if sizes is None:
                continue
            for size in sizes:
                term = text[start : start + size]
                if (known := tags.get(term)) is not None and (
                    not ch.isascii() or _whole_words(text, start, start + len(term))
                ):
                    end = start + len(term)
                    found.append(Hit(start, end, term, known))
                    break
        return found


def _contradicts(own: dict[str, Tags], head: str, tags: Tags) -> bool:
    """A signed term has used up the negation inside it, and is not of the nature that its inside names."""
    feeling = own.get("sentiment")
    if feeling is None:
        return False
    if head == "nature":
        against = "praise" if feeling[0].weight <= 0 else "complaint"
        return any(tag.label == against for tag in tags)
    return head == "shift"


def _whole_words(text: str, start: int, end: int) -> bool:
    """Whether a Latin or digit term is not just a part of a longer word or number."""
    first, last = text[start], text[end - 1]
    if first.isascii() and first.isalnum() and text[start:end] != "n't":
        before = text[start - 1] if start else " "
        if before.isascii() and before.isalnum():
            return False
    if last.isascii() and last.isalnum():
        after = text[end] if end < len(text) else " "
        return not (after.isascii() and after.isalnum())
    return True


def _by_head(tags: list[Tag]) -> dict[str, Tags]:
    grouped: dict[str, list[Tag]] = {}
    for tag in tags:
        grouped.setdefault(tag.head, []).append(tag)
    return {head: tuple(found) for head, found in grouped.items()}


def _lines(name: str) -> Iterator[tuple[str, float, str]]:
    text = (files("makegood.engines.text") / "lexicons" / name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            label, weight, terms = line.split("\t")
            for term in terms.split(","):
                yield label, float(weight), term.strip()


def _forms(term: str) -> list[str]:
    if not term.endswith("*"):
        return [term]
    stem = term[:-1]
    if stem.endswith("e"):
        return [stem, stem + "s", stem + "d", stem[:-1] + "ing", stem + "ly"]
    return [stem + ending for ending in _ENDINGS]


@cache
def shipped_terms() -> Terms:
    """The lexicons that come with Makegood."""
    entries: dict[str, list[Tag]] = {}
    for head in ("sentiment", "shift", "nature", "urgency", "aspect", "source"):
        for language in ("zh", "en"):
            for label, weight, term in _lines(f"{head}.{language}.tsv"):
                for form in _forms(term):
                    _add(entries.setdefault(form, []), Tag(head, label, weight))
    return Terms(entries)


def _add(tags: list[Tag], new: Tag) -> None:
    """Within one head and label the later line wins; different labels of one head live together."""
    if new.head == "sentiment":
        tags[:] = [tag for tag in tags if tag.head != "sentiment"]
    tags[:] = [tag for tag in tags if (tag.head, tag.label) != (new.head, new.label)]
    tags.append(new)
