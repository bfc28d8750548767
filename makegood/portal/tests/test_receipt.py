"""The receipt opens by a signed word and leads to the case once there is one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from makegood.cases.operations import revoke_links
from makegood.portal.receipts import receipt_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["x", "MTI:1uT:forged", "1:1:1"])
def test_a_forged_receipt_opens_nothing(client: Client, word: str) -> None:
    response = client.get(f"/r/{word}")
    assert response.status_code == 404
    assert "没有找到这个链接" in response.content.decode()


def test_an_old_receipt_has_expired(client: Client, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    word = receipt_for(case.feedback_id)
    monkeypatch.setattr("makegood.portal.receipts.VALID_FOR", timedelta(seconds=-1))
    assert client.get(f"/r/{word}").status_code == 410


def test_a_receipt_leads_to_the_case_when_there_is_one(client: Client, case: Any, link: str) -> None:
    assert client.get(f"/r/{receipt_for(case.feedback_id)}")["Location"] == link


def test_a_receipt_does_not_undo_that_the_links_were_ended(client: Client, case: Any, link: str, now: Any) -> None:
    revoke_links(case, at=now)
    assert client.get(f"/r/{receipt_for(case.feedback_id)}").status_code == 410
