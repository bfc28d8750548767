"""The handbook at the point of work. A1, A12, E11, E12."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.handbook import queries
from makegood.handbook.models import ArticleVersion
from makegood.handbook.operations import publish_article, stock_shelf
from makegood.handbook.operations.stock_shelf import shipped_articles
from makegood.handbook.rules.steps import STEPS
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid

pytestmark = pytest.mark.django_db


def test_every_step_has_a_guide_in_three_languages(now: Any) -> None:
    stock_shelf(by=SYSTEM, at=now)
    for step in STEPS:
        for locale in ("zh-hans", "zh-hant", "en"):
            guide = queries.guide_for(step, locale)
            assert guide is not None, step
            assert guide.locale == locale


def test_stocking_twice_adds_nothing_and_leaves_rewritten_articles_alone(now: Any, linjing: Any) -> None:
    assert stock_shelf(by=SYSTEM, at=now) == len(shipped_articles())
    own = {"zh-hans": ("我们的说法", "先道歉")}
    publish_article(kind="guide", slug="guide-acknowledge", texts=own, by=linjing.actor, at=now)
    assert stock_shelf(by=SYSTEM, at=now) == 0
    guide = queries.guide_for("acknowledge", "zh-hans")
    assert (guide.title, guide.number) == ("我们的说法", 2)  # type: ignore[union-attr]


def test_the_acknowledgement_apologises_for_the_inconvenience_and_admits_no_fault_yet(now: Any) -> None:  # A1
    stock_shelf(by=SYSTEM, at=now)
    first = queries.templates_for("acknowledge", "zh-hans")[0]
    assert first.article.slug == "reply-acknowledge"
    assert "给您带来不便，非常抱歉" in first.body
    assert "过失" not in first.body


def test_a_missing_language_falls_back_to_the_nearest(now: Any) -> None:
    texts = {"zh-hans": ("标题", "正文"), "en": ("Title", "Text")}
    publish_article(kind="guide", slug="x", step="x", texts=texts, by=SYSTEM, at=now)
    assert queries.guide_for("x", "zh-hant").locale == "zh-hans"  # type: ignore[union-attr]
    assert queries.guide_for("x", "EN").locale == "en"  # type: ignore[union-attr]
    assert queries.guide_for("x", "fr").locale == "zh-hans"  # type: ignore[union-attr]
    assert queries.guide_for("nothing", "en") is None


def test_help_for_a_step_takes_one_query(now: Any, django_assert_num_queries: Any) -> None:
    stock_shelf(by=SYSTEM, at=now)
    with django_assert_num_queries(1):
        found = queries.help_for("acknowledge", "zh-hant")
    assert found.script is not None
    assert [template.article.slug for template in found.templates] == ["reply-acknowledge", "reply-acknowledge-urgent"]


def test_the_same_text_is_no_new_version(now: Any) -> None:
    for _ in range(2):
        publish_article(kind="guide", slug="x", texts={"en": ("T", "B")}, by=SYSTEM, at=now)
    assert ArticleVersion.objects.count() == 1
    assert Entry.objects.filter(name="handbook.ArticlePublished").count() == 1


def test_an_empty_article_is_refused(now: Any) -> None:
    with pytest.raises(Invalid):
        publish_article(kind="guide", slug="x", texts={"en": ("T", " ")}, by=SYSTEM, at=now)


def test_shipped_templates_use_only_gaps_that_can_be_filled() -> None:
    import re

    known = {"customer", "case_number", "staff", "branch", "hotline", "due", "link", "remedy"}
    for article in shipped_articles():
        for body in (article["zh"]["body"], article["en"]["body"]):
            assert set(re.findall(r"\{\{ (\w+) \}\}", body)) <= known, article["slug"]
