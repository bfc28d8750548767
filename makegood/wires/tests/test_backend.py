"""A kept connection that died is noticed before a request uses it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Any:
    """A connection of its own, checked as a request's is."""
    found = connections.create_connection("default")
    found.settings_dict = {**connection.settings_dict, "CONN_HEALTH_CHECKS": True, "CONN_MAX_AGE": 60}
    with found.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found.its_backend = cursor.fetchone()[0]
    yield found
    found.close()


def test_a_living_connection_is_not_asked_each_time(kept: Any, monkeypatch: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        for _request in range(5):
            kept.close_if_unusable_or_obsolete()
            assert kept.is_usable()
    assert len(asked) == 0
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == (kept.its_backend,)


def test_a_connection_whose_server_hung_up_is_replaced(kept: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.its_backend])
        assert cursor.fetchone() == (True,)
    assert not kept.is_usable()
    kept.close_if_unusable_or_obsolete()
    kept.close_if_health_check_failed()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (kept.its_backend,)


def test_after_some_seconds_it_is_asked(kept: Any, monkeypatch: Any) -> None:
    asked = []
    monkeypatch.setattr(
        "django.db.backends.postgresql.base.DatabaseWrapper.is_usable", lambda self: bool(asked.append(1))
    )
    assert kept.is_usable()
    kept._asked_at -= 6
    assert not kept.is_usable()
    assert asked == [1]
