"""Each customer has a budget of their own, behind a proxy too, and nobody else's. N7"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from makegood.kit.client_address import networks_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty() -> None:
    cache.clear()


def answers(peer: str, forwarded: str, *, times: int = 1) -> int:
    client = Client(REMOTE_ADDR=peer)
    return [client.get("/t/x", headers={"X-Forwarded-For": forwarded}).status_code for _ in range(times)][-1]


def test_customers_behind_one_proxy_do_not_share_a_budget(settings: Any) -> None:
    settings.TRUSTED_PROXIES = networks_of("10.0.0.0/8")
    assert answers("10.0.0.1", "1.1.1.1", times=121) == 429
    assert answers("10.0.0.1", "2.2.2.2") == 404
    assert answers("10.0.0.1", "9.9.9.9, 1.1.1.1") == 429


def test_a_forged_header_buys_no_new_budget(settings: Any) -> None:
    settings.TRUSTED_PROXIES = networks_of("10.0.0.0/8")
    assert answers("203.0.113.7", "1.1.1.1", times=121) == 429
    assert answers("203.0.113.7", "2.2.2.2") == 429
    assert answers("203.0.113.8", "2.2.2.2") == 404


def test_guessing_passwords_is_counted_by_who_really_asks(settings: Any, zhouhang: Any) -> None:
    settings.TRUSTED_PROXIES = networks_of("10.0.0.0/8")
    client = Client(REMOTE_ADDR="10.0.0.1", headers={"accept-language": "en"})

    def guess(address: str, name: str) -> int:
        form = {"login": name, "password": "wrong"}
        return client.post("/accounts/login/", form, headers={"X-Forwarded-For": address}).status_code

    assert [guess("1.1.1.1", f"nobody{n}") for n in range(61)][-1] == 429
    assert guess("2.2.2.2", "zhouhang") == 200
