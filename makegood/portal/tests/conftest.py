from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache

from makegood import journal
from makegood.cases.models import Case
from makegood.cases.operations import make_tracking_link, open_case
from makegood.intake.models import Channel
from makegood.intake.operations import open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Offer, RemedyKind
from makegood.recovery.operations import Wanted, propose, send_offer


class Clock:
    """The moment that the pages believe it is."""

    def __init__(self, at: datetime) -> None:
        self.at = at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Clock:
    cache.clear()
    found = Clock(now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: found.at)
    return found


@pytest.fixture
def channel(company: Any, now: datetime) -> Channel:
    return open_channel(code="web", name="官网留言", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)


@pytest.fixture
def case(channel: Channel, wangfang: Any, zhouhang: Any, company: Any, now: datetime) -> Case:
    received = receive_feedback(
        channel=channel, key="k", text="沙发有划痕，我的电话 13800138000", customer=wangfang, by=SYSTEM, at=now
    )
    made = open_case(
        feedback=received.feedback, department=company.service, owner=zhouhang, price_minor=12_000, by=SYSTEM, at=now
    )
    journal.drain_all(at=now)
    made.refresh_from_db()
    return made


@pytest.fixture
def link(case: Case, now: datetime) -> str:
    return f"/t/{make_tracking_link(case, by=SYSTEM, at=now)}"


@pytest.fixture
def offer(case: Case, company: Any, zhouhang: Any, now: datetime) -> Offer:
    """A refund of 30 yuan or a coupon of 50, sent to the customer."""
    install_defaults(at=now)
    open_budgets([company.branch_a], [date(2026, 11, 1)], at=now, yuan_a_month=1_000, points=5_000, pieces=2)
    kinds = {kind.code: kind for kind in RemedyKind.objects.select_related("stock_item")}
    wanted = [Wanted(kinds["refund_partial"], 3_000), Wanted(kinds["coupon"], 5_000)]
    return send_offer(propose(case, wanted, by=zhouhang.actor, at=now, note="划痕"), by=zhouhang.actor, at=now)
