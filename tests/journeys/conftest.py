"""What every journey needs: a way in for each of the cast, and the worker and its rounds on call."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from makegood import journal
from tests.browser import DESK, Visit

SHARED = Path(os.environ.get("MAKEGOOD_SHARED", Path(__file__).resolve().parents[3] / "shared"))
CITIZEN = SHARED / "data" / "real" / "citizen_messages_with_replies.xlsx"


@pytest.fixture
def enter(visit: Any) -> Callable[..., Visit]:
    """``enter(staff, size=PHONE)``: this person at a fresh browser, signed in."""

    def begin(staff: Any, *, size: dict[str, int] = DESK, locale: str = "zh-CN", theme: str = "light") -> Visit:
        at_screen: Visit = visit(size=size, locale=locale, theme=theme)
        client = Client()
        client.force_login(staff)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        at_screen.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": at_screen.address}]
        )
        return at_screen

    return begin


@pytest.fixture
def work() -> Callable[[], int]:
    """What the worker does: the queued jobs, and what happened told to whom it concerns. Returns the entries told."""

    def once() -> int:
        errors: list[BaseException] = []
        # A thread of its own: the browser keeps an event loop in this one.
        thread = threading.Thread(target=_run_jobs, args=[errors])
        thread.start()
        thread.join()
        if errors:
            raise errors[0]
        return journal.drain_all(at=timezone.now())

    return once


def _run_jobs(errors: list[BaseException]) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from makegood.jobs.management.commands.work import fresh_connections

    try:
        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        with app.replace_connector(connector) as worker:
            worker.run_worker(
                wait=False, listen_notify=False, install_signal_handlers=False, task_middleware=[fresh_connections]
            )
    except BaseException as problem:  # shown in the test's own thread
        errors.append(problem)
