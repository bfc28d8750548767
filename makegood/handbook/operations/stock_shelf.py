"""The articles this product ships with: a start that every organisation rewrites in its own words."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from opencc import OpenCC

from makegood.handbook.models import Article
from makegood.handbook.operations.publish_article import publish_article
from makegood.kit.actor import Actor

SHELF = Path(__file__).resolve().parents[1] / "shelf"


@transaction.atomic
def stock_shelf(*, by: Actor, at: datetime) -> int:
    """Publish every shipped article that is not there yet; what somebody rewrote is left alone. Returns how many."""
    known = set(Article.objects.values_list("slug", flat=True))
    fresh = [article for article in shipped_articles() if article["slug"] not in known]
    for position, article in enumerate(fresh):
        publish_article(
            kind=article["kind"], step=article["step"], slug=article["slug"], texts=_texts(article),
            position=article.get("position", position), by=by, at=at,
        )  # fmt: skip
    return len(fresh)


@cache
def shipped_articles() -> tuple[dict[str, Any], ...]:
    """What stands in the files of ``shelf``, in reading order."""
    files = sorted(SHELF.glob("*.yaml"))
    return tuple(article for file in files for article in yaml.safe_load(file.read_text("utf-8")))


def _texts(article: dict[str, Any]) -> dict[str, tuple[str, str]]:
    zh, en = article["zh"], article["en"]
    turn = _to_traditional().convert
    return {
        "zh-hans": (zh["title"], zh["body"]),
        "zh-hant": (turn(zh["title"]), turn(zh["body"])),
        "en": (en["title"], en["body"]),
    }


@cache
def _to_traditional() -> OpenCC:
    """Its dictionaries take a tenth of a second to load: once is enough."""
    return OpenCC("s2twp")
