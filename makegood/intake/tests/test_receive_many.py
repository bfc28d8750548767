"""Many at once: each once for its key, nothing dropped. N11"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.customers.operations import NewCustomer
from makegood.intake.models import Arrival, Channel, Feedback
from makegood.intake.operations import NewFeedback, open_channel, receive_feedback, receive_many
from makegood.intake.queries import daily_balance, feedback_of_batch, quarantined_arrivals
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(company: Any, now: Any) -> Channel:
    return open_channel(code="api", name="接口", kind="api", branch=company.branch_a, by=SYSTEM, at=now)


def test_what_is_new_comes_in_and_the_rest_is_counted(channel: Channel, now: Any, wangfang: Any) -> None:
    items = [
        NewFeedback("1", b"{1}", text="第一条反馈", customer=NewCustomer(contact=("phone", "13800138000"))),
        NewFeedback("2", b"{2}", text="第二条反馈", customer=NewCustomer("李雷", contact=("phone", "13900000001"))),
        NewFeedback("2", b"{2}", text="第二条反馈", customer=NewCustomer("李雷", contact=("phone", "13900000001"))),
        NewFeedback("3", b"{3}", text="  "),
        NewFeedback("line:x", b"{broken", problem="bad_json"),
        NewFeedback("1", b"{1}", text="同一个编号，另外的话"),
    ]
    got = receive_many(items, channel=channel, by=SYSTEM, at=now)
    assert (got.accepted, got.duplicates) == (2, 1)
    assert got.quarantined == [(3, "bad_item"), (4, "bad_json"), (5, "key_reused")]
    assert [f.text for f in feedback_of_batch(got.batch_id or 0)] == ["第一条反馈", "第二条反馈"]
    assert Feedback.objects.get(text="第一条反馈").customer_id == wangfang.pk
    assert Entry.objects.filter(name="intake.FeedbackImported", mode="live").count() == 1
    again = receive_many(items, channel=channel, by=SYSTEM, at=now)
    assert (again.accepted, again.duplicates, again.quarantined) == (0, 6, [])
    assert quarantined_arrivals([channel.pk]).count() == 3
    (day,) = daily_balance(Period(now, now + timedelta(hours=1)))
    assert (day.received, day.accepted, day.duplicates, day.quarantined, day.holds) == (12, 2, 7, 3, True)


def test_one_and_many_share_their_keys(channel: Channel, now: Any) -> None:
    receive_feedback(channel=channel, key="1", text="第一条反馈", by=SYSTEM, at=now)
    items = [NewFeedback("1", b"{}", text="第一条反馈"), NewFeedback("2", b"{}", text="第二条反馈")]
    got = receive_many(items, channel=channel, by=SYSTEM, at=now)
    assert (got.accepted, got.duplicates) == (1, 1)
    assert Arrival.objects.count() == 2
