from __future__ import annotations

from dataclasses import dataclass

from makegood.panels.presenters.promise import Words


@dataclass(frozen=True)
class Why:
    """What decided something: the rule or the words, how sure it was, which version, where to disagree."""

    decided: Words
    reasons: tuple[Words, ...] = ()
    words: tuple[str, ...] = ()
    confidence: float | None = None
    version: str = ""
    overruled: Words = ""
    disagree_href: str = ""

    @property
    def percent(self) -> int | None:
        return None if self.confidence is None else round(100 * self.confidence)
