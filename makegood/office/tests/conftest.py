from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

SignedIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _same_moment(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser in which somebody has signed in."""

    def sign_in(staff: Any) -> Client:
        client = Client()
        client.force_login(staff, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
