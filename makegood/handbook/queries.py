from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from makegood.handbook.models import ArticleKind, ArticleVersion
from makegood.handbook.rules.languages import preference


@dataclass
class StepHelp:
    """What the handbook says about one step, in the reader's language or the nearest there is."""

    guide: ArticleVersion | None = None
    script: ArticleVersion | None = None
    templates: list[ArticleVersion] = field(default_factory=list)


def in_force() -> QuerySet[ArticleVersion]:
    """The newest version of every article in every language it has."""
    newest = ArticleVersion.objects.order_by("article_id", "locale", "-number").distinct("article_id", "locale")
    found = ArticleVersion.objects.filter(pk__in=newest.values("pk"), article__is_retired=False)
    return found.select_related("article")


def in_language(versions: Iterable[ArticleVersion], locale: str) -> list[ArticleVersion]:
    """One version an article: the first language of the reader's preference that exists."""
    order = {code: rank for rank, code in enumerate(preference(locale))}
    best: dict[int, ArticleVersion] = {}
    for version in versions:
        rank = order.get(version.locale, 99)
        if version.article_id not in best or rank < order.get(best[version.article_id].locale, 99):
            best[version.article_id] = version
    return sorted(best.values(), key=lambda version: (version.article.position, version.article_id))


def help_for(step: str, locale: str) -> StepHelp:
    """Guide, script and reply templates of a step, in one query."""
    help_ = StepHelp()
    for version in in_language(in_force().filter(article__step=step), locale):
        if version.article.kind == ArticleKind.TEMPLATE:
            help_.templates.append(version)
        elif version.article.kind == ArticleKind.GUIDE and help_.guide is None:
            help_.guide = version
        elif version.article.kind == ArticleKind.SCRIPT and help_.script is None:
            help_.script = version
    return help_


def guide_for(step: str, locale: str) -> ArticleVersion | None:
    return help_for(step, locale).guide


def script_for(step: str, locale: str) -> ArticleVersion | None:
    return help_for(step, locale).script


def templates_for(step: str, locale: str) -> list[ArticleVersion]:
    """Reply templates of the step; with an empty ``step`` those of every step."""
    found = in_force().filter(article__kind=ArticleKind.TEMPLATE)
    return in_language(found.filter(article__step=step) if step else found, locale)


def article_called(slug: str, locale: str) -> ArticleVersion | None:
    found = in_language(in_force().filter(article__slug=slug), locale)
    return found[0] if found else None
