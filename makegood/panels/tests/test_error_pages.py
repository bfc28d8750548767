"""What a reader sees when something is wrong: words in their language, nothing about the inside."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import server_error

pytestmark = pytest.mark.django_db

WORDS = {"zh-hans": "这个地址没有内容", "zh-hant": "這個地址沒有內容", "en": "There is nothing at this address"}


@pytest.mark.parametrize("language", WORDS)
def test_a_wrong_address_is_answered_in_the_readers_language(client: Client, language: str) -> None:
    answer = client.get("/no/such/page", headers={"accept-language": language})
    assert answer.status_code == 404
    assert WORDS[language] in answer.content.decode()


def test_a_crash_is_told_without_needing_anything() -> None:
    with translation.override("en"):
        page = server_error(RequestFactory().get("/")).content.decode()
    assert "Something went wrong on our side" in page
    assert "Traceback" not in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "413", "429"])
def test_every_error_page_renders(name: str) -> None:
    assert "<h1>" in render_to_string(f"{name}.html", {}, RequestFactory().get("/"))


def test_theme_and_density_come_from_the_cookie_and_nothing_else_does(client: Client) -> None:
    client.cookies["makegood_theme"] = "dark"
    client.cookies["makegood_density"] = '"><script>'
    page = client.get("/accounts/login/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="comfortable"' in page
