"""The database of the run, and the shared cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from makegood.wires.postgres import ensure_running, is_embedded, release
from tests import database

pytest_plugins = ["tests.cast", "tests.browser"]


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Start the embedded server unless DATABASE_URL names another; clone this run's database."""
    cluster = ensure_running(durable=False) if is_embedded() else None
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = database.run_name(worker)
    with django_db_blocker.unblock():
        database.sweep_leftovers()
        template = database.ensure_template()
        database.clone(template, name)
        database.use(name)
    _commit_tests_start_clean(template, name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        database.drop(name)
    if cluster is not None:
        release(cluster)


def _commit_tests_start_clean(template: str, name: str) -> None:
    """Django would TRUNCATE after a committing test; the journal refuses that, so the clone is made anew."""

    def renew(self: TransactionTestCase) -> None:
        connections.close_all()
        database.clone(template, name)

    TransactionTestCase._fixture_teardown = renew  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nobodys_language() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread; the next test starts in the default."""
    yield
    translation.deactivate()
