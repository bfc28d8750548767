"""What every journey needs: a way in for each of the cast, and the worker and its rounds on call."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from makegood import journal
from makegood.kit.actor import SYSTEM
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


COMPLAINT = "我要投诉！第 {} 单退款十天了还没到账，客服态度极差！"


@pytest.fixture
def lived(company: Any, linjing: Any, suqing: Any, zhouhang: Any, zhengkai: Any) -> None:
    """Fourteen complaints, three words of praise and two questions of the last days; eleven answered, two too late."""
    from makegood.cases.models import Case
    from makegood.cases.operations import reply
    from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
    from makegood.intake.operations import open_channel, receive_feedback
    from makegood.recovery.demo import install_defaults, open_budgets

    start = timezone.now() - timedelta(days=3)
    before = start - timedelta(days=30)
    install_defaults(at=before)
    today = timezone.localdate()
    open_budgets([company.branch_a], [date(today.year, today.month, 1)], at=before, yuan_a_month=1_000)
    define_calendar(code="always", name="全天", week=["00:00-24:00"] * 7, by=linjing.actor, at=before)
    draft = Draft(
        "answer",
        "答复投诉",
        "投诉 24 小时内答复。",
        "always",
        "elapsed_seconds",
        86_400,
        ["case.opened"],
        ["case.answered"],
    )
    version = draft_commitment(draft, by=linjing.actor, at=before)
    review(version, by=suqing.actor, at=before)
    publish(version, by=linjing.actor, at=before)
    web = open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=before)
    shop = open_channel(code="shop", name="门店", kind="on_site", branch=company.branch_a, by=SYSTEM, at=before)
    said = [(web, COMPLAINT.format(n)) for n in range(14)]
    said += [(shop, "店员特别耐心，必须表扬！")] * 3 + [(shop, "请问你们周末几点开门？")] * 2
    for n, (channel, text) in enumerate(said):
        receive_feedback(
            channel=channel, key=f"k{n}", text=text, contacts=[("phone", f"137000011{n:02}")], customer_name="王芳",
            by=SYSTEM, at=start,
        )  # fmt: skip
    journal.drain_all(at=start)
    for n, case in enumerate(Case.objects.order_by("pk")[:11]):
        hours = 2 if n < 9 else 30
        if n == 9:
            sweep(at=start + timedelta(hours=26))
            journal.drain_all(at=start + timedelta(hours=26))
        reply(Case.objects.get(pk=case.pk), body="今天退款。", by=zhouhang.actor, at=start + timedelta(hours=hours))
    journal.drain_all(at=start + timedelta(hours=31))
