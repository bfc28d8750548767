"""received = accepted + duplicates + quarantined, and the check can fail. N11"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from makegood.intake.models import Arrival, Channel
from makegood.intake.operations import open_channel, receive_feedback
from makegood.intake.queries import ChannelDay, daily_balance, lost_arrivals
from makegood.kit.actor import SYSTEM
from makegood.kit.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(company: Any, now: Any) -> Channel:
    channel = open_channel(code="form", name="网站表单", kind="web_form", by=SYSTEM, at=now)
    for key in ("1", "2", "2", "3"):
        receive_feedback(channel=channel, key=key, text="空调坏了，三天没有人来修。", by=SYSTEM, at=now)
    return channel


def test_a_day_on_which_nothing_was_lost_holds(form: Channel, now: Any) -> None:
    days = daily_balance(Period.last_days(1, until=now + timedelta(hours=1)))
    assert days == [ChannelDay("form", "网站表单", date(2026, 11, 18), 4, 3, 1, 0)]
    assert days[0].holds


def test_an_arrival_that_led_nowhere_makes_the_day_fail(form: Channel, now: Any) -> None:
    lost = Arrival.objects.create(channel=form, key="x", digest="0", received_at=now, outcome="accepted")
    period = Period.last_days(1, until=now + timedelta(hours=1))
    (day,) = daily_balance(period)
    assert (day.received, day.missing, day.holds) == (5, 1, False)
    assert list(lost_arrivals(period)) == [lost]


def test_days_are_counted_in_the_zone_asked_for(form: Channel, now: Any) -> None:
    late = now.replace(hour=23)
    receive_feedback(channel=form, key="late", text="半夜的电话也没有人接。", by=SYSTEM, at=late)
    period = Period(now, late + timedelta(hours=1))
    assert [d.day.day for d in daily_balance(period)] == [19, 18]
    assert [d.day.day for d in daily_balance(period, zone="UTC")] == [18]
