from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class ArticlePublished(Event, subject="article"):
    """New text in ``locales``; each got the next number of its language."""

    article_id: int
    locales: tuple[str, ...] = ()
