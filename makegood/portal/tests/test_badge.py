"""A promise's badge: for any page, cacheable, with interval, n and period, in three languages. D3"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from makegood.commitments.operations import Signal, hear_batch, sweep
from makegood.commitments.tests.factories import promised

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(company: Any, now: Any) -> None:
    """20 cases, 15 answered in time."""
    promised(at=now - timedelta(days=30), statement_en="We answer <within> two hours & no later.")
    begun = now - timedelta(days=10)
    opened = [Signal("case.opened", ("case", n), at=begun) for n in range(20)]
    answered = [Signal("case.answered", ("case", n), at=begun + timedelta(minutes=30)) for n in range(15)]
    hear_batch(opened + answered, at=now)
    while sweep(at=now):
        pass


def test_the_picture_says_share_interval_n_and_period_in_each_language(client: Client, kept: None) -> None:
    for language, words in (
        ("zh-hans", ["两个工时内答复您", "75.0%", "20", "53.1–88.8%"]),
        ("zh-hant", ["兩個工時內答覆您", "75.0%"]),
        ("en", ["We answer <within> two hours", "kept 75.0%", "20 measured", "2026-08-20 to 2026-11-18"]),
    ):
        answer = client.get(f"/charter/answer.svg?lang={language}")
        drawn = "".join(ElementTree.fromstring(answer.content).itertext())
        assert all(word in drawn for word in words), (language, drawn)
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"


def test_other_sites_may_show_it_and_caches_keep_it(
    client: Client, kept: None, django_assert_max_num_queries: Any
) -> None:
    first = client.get("/charter/answer.svg?lang=en")
    assert "public" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in first.headers
    again = client.get("/charter/answer.svg?lang=en", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with django_assert_max_num_queries(2) as seen:
        assert isinstance(seen, CaptureQueriesContext)
        client.get("/charter/answer.svg?lang=en")


def test_the_rest_of_the_site_stays_closed_to_others(client: Client, kept: None) -> None:
    page = client.get("/charter")
    assert "Access-Control-Allow-Origin" not in page.headers
    assert "default-src 'self'" in page["Content-Security-Policy"]


def test_the_same_as_data(client: Client, kept: None) -> None:
    told = client.get("/charter/answer.json").json()
    assert (told["share"], told["low"], told["high"], told["n"]) == (0.75, 0.5313, 0.8881, 20)
    assert told["statement"]["zh-hant"] == "兩個工時內答覆您"


def test_too_few_are_said_to_be_too_few(client: Client, company: Any, now: Any) -> None:
    promised(at=now - timedelta(days=30))
    assert "Not enough data yet" in client.get("/charter/answer.svg?lang=en").content.decode()
    assert client.get("/charter/answer.json").json()["share"] is None


def test_what_is_not_public_has_no_badge(client: Client, company: Any, now: Any) -> None:
    promised(at=now - timedelta(days=30), is_public=False)
    assert client.get("/charter/answer.svg").status_code == 404
    assert client.get("/charter/nothing.json").status_code == 404
    assert client.post("/charter/answer.svg").status_code == 405
