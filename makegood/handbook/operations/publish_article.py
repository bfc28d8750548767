from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.handbook.events import ArticlePublished
from makegood.handbook.models import Article, ArticleKind, ArticleVersion
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid, SomebodyWasFaster

Texts = Mapping[str, tuple[str, str]]
"""Language code → title and body."""


@transaction.atomic
def publish_article(
    *, kind: ArticleKind | str, slug: str, texts: Texts, by: Actor, at: datetime, step: str = "", position: int = 0
) -> Article:
    """Put an article, or new text of it, in force. A language whose text did not change keeps its version."""
    if any(not title.strip() or not body.strip() for title, body in texts.values()):
        raise Invalid(_("An article needs a title and a text in every language given."))
    about = {"kind": kind, "step": step, "position": position}
    article = Article.objects.get_or_create(slug=slug, defaults=about)[0]
    latest = {version.locale: version for version in article.versions.order_by("number")}
    author = by.id if by.kind == ActorKind.STAFF else None
    rows = [
        ArticleVersion(
            article=article, locale=locale, number=_next_number(latest.get(locale)), title=title, body=body.strip(),
            published_at=at, published_by_id=author,
        )
        for locale, (title, body) in texts.items()
        if not _says_the_same(latest.get(locale), title, body)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            ArticleVersion.objects.bulk_create(rows)
    except IntegrityError as taken:
        raise SomebodyWasFaster from taken
    if rows:
        journal.record(ArticlePublished(article.pk, tuple(row.locale for row in rows)), by=by, at=at)
    return article


def _next_number(latest: ArticleVersion | None) -> int:
    return latest.number + 1 if latest else 1


def _says_the_same(latest: ArticleVersion | None, title: str, body: str) -> bool:
    return latest is not None and (latest.title, latest.body) == (title, body.strip())
