"""A revoked token takes its webhooks with it."""

from __future__ import annotations

from typing import Any

import pytest

from makegood import journal
from makegood.notices.models import WebhookSubscription
from makegood.notices.operations import subscribe
from makegood.people.operations import issue_token, revoke_token

pytestmark = pytest.mark.django_db


def test_a_revoked_token_takes_its_webhooks_with_it_and_no_others(gaoning: Any, now: Any, settings: Any) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    by = gaoning.actor
    token, _secret = issue_token(name="收银系统", scopes=[], branch=None, by=by, at=now)
    url = "http://127.0.0.1:9/hook"
    subscribe(name="its own", url=url, events=["cases.CaseOpened"], token=token, by=by, at=now)
    subscribe(name="another", url=url, events=["cases.CaseOpened"], by=by, at=now)
    revoke_token(token, by=by, at=now)
    journal.drain_all(at=now)
    assert list(WebhookSubscription.objects.order_by("pk").values_list("name", "is_active")) == [
        ("its own", False), ("another", True),
    ]  # fmt: skip
