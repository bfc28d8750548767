"""Whose history is told on in whose: merged subjects, and those split off.

A history is what a subject itself was told of, and what each subject merged into it, or from which it was split, was
told of up to then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from makegood.commitments.rules.signals import Subject


class Link(NamedTuple):
    """`heir` goes on with the history of `source` up to `at`; after a merge `source` owes nothing itself."""

    heir: Subject
    source: Subject
    at: datetime
    is_merge: bool


class Dated(Protocol):
    at: datetime


T = TypeVar("T", bound=Dated)


class Lineage:
    """The links around some subjects."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._into: defaultdict[Subject, list[Link]] = defaultdict(list)
        self._out_of: defaultdict[Subject, list[Link]] = defaultdict(list)
        for link in links:
            self._into[link.heir].append(link)
            self._out_of[link.source].append(link)

    def everyone(self, subjects: Iterable[Subject]) -> set[Subject]:
        """These and all whom the links join to them."""
        return _reached(subjects, lambda one: [x.heir for x in self._out_of[one]] + [x.source for x in self._into[one]])

    def heirs(self, subjects: Iterable[Subject]) -> set[Subject]:
        """These and all whose history theirs is told on in."""
        return _reached(subjects, lambda one: [link.heir for link in self._out_of[one]])

    def is_silent(self, subject: Subject) -> bool:
        """Whether it was merged into another, which owes in its place."""
        return any(link.is_merge for link in self._out_of[subject])

    def splits(self, subject: Subject) -> list[Link]:
        return [link for link in self._into[subject] if not link.is_merge]

    def sources(self, subject: Subject) -> dict[Subject, datetime | None]:
        """From whom its history comes, each up to when; None: without end."""
        until: dict[Subject, datetime | None] = {subject: None}
        waiting = [subject]
        while waiting:
            heir = waiting.pop()
            own = until[heir]
            for link in self._into[heir]:
                limit = link.at if own is None else min(own, link.at)
                known = until.get(link.source)
                if link.source not in until or (known is not None and known < limit):
                    until[link.source] = limit
                    waiting.append(link.source)
        return until

    def history(self, subject: Subject, told: Mapping[Subject, Sequence[T]]) -> Sequence[T]:
        """Everything that counts for `subject`, from what each subject was told."""
        if not self._into[subject]:
            return told.get(subject, [])
        return [
            signal
            for source, until in self.sources(subject).items()
            for signal in told.get(source, [])
            if until is None or signal.at <= until
        ]


def _reached(subjects: Iterable[Subject], following: Callable[[Subject], Iterable[Subject]]) -> set[Subject]:
    found, waiting = set[Subject](), list(subjects)
    while waiting:
        if (subject := waiting.pop()) not in found:
            found.add(subject)
            waiting += following(subject)
    return found
