"""The public charter shows how each promise is kept, the bad numbers too. D3"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.commitments.operations import Signal, hear_batch, sweep
from makegood.commitments.tests.factories import promised

pytestmark = pytest.mark.django_db


def test_a_promise_is_shown_with_its_share_its_interval_and_its_n(client: Client, company: Any, now: Any) -> None:
    promised(at=now - timedelta(days=30), is_public=True)
    begun = now - timedelta(days=10)
    opened = [Signal("case.opened", ("case", n), at=begun) for n in range(20)]
    answered = [Signal("case.answered", ("case", n), at=begun + timedelta(minutes=30)) for n in range(15)]
    hear_batch(opened + answered, at=now)
    while sweep(at=now):
        pass
    page = client.get("/charter").content.decode()
    assert "两个工时内答复您" in page
    assert "75.0%" in page
    assert "共 20 次" in page


def test_too_few_are_said_to_be_too_few(client: Client, company: Any, now: Any) -> None:
    promised(at=now - timedelta(days=30))
    assert "数据不足" in client.get("/charter").content.decode()


def test_a_promise_for_the_house_alone_is_not_shown(client: Client, company: Any, now: Any) -> None:
    promised(at=now - timedelta(days=30), is_public=False)
    assert "两个工时内答复您" not in client.get("/charter").content.decode()
