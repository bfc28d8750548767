"""What a person says of an item is news to the promises; of an imported item it is history. D5"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.cases.models import Case
from makegood.commitments.models import HeardSignal
from makegood.conversations.models import Message
from makegood.intake.models import Channel
from makegood.intake.operations import receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.notices.models import Notice
from makegood.triage.models import TriageItem
from makegood.triage.operations import screen

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mode", [journal.Mode.LIVE, journal.Mode.BACKFILL])
def test_an_overruled_verdict_is_heard_in_the_mode_of_its_item(
    mode: journal.Mode, company: Any, linjing: Any, now: Any
) -> None:
    channel = Channel.objects.create(code="x", name="x", kind="web_form", branch=company.branch_a)
    with journal.in_mode(mode):
        receive_feedback(channel=channel, key="1", text="服务很好，谢谢。", by=SYSTEM, at=now)
    journal.drain_all(at=now)
    screen(TriageItem.objects.get(), by=linjing.actor, at=now, decided={"nature": "complaint"})
    journal.drain_all(at=now)
    heard = HeardSignal.objects.filter(name="feedback.classified").order_by("judged_at")
    assert [signal.facts["nature"] for signal in heard] == ["praise", "complaint"]
    assert {signal.is_history for signal in heard} == {mode is journal.Mode.BACKFILL}


def test_a_complaint_of_the_past_is_dated_as_it_happened_and_nobody_is_written_to(
    company: Any, linjing: Any, zhengkai: Any, now: Any
) -> None:
    channel = Channel.objects.create(code="x", name="x", kind="web_form", branch=company.branch_a)
    said = now - timedelta(days=400)
    with journal.in_mode(journal.Mode.BACKFILL):
        receive_feedback(
            channel=channel, key="1", text="我要投诉！商品着火，孩子受伤，赶紧来人！", occurred_at=said,
            contacts=[("email", "wang@example.org")], customer_name="王芳", by=SYSTEM, at=now,
        )  # fmt: skip
    journal.drain_all(at=now)
    heard = HeardSignal.objects.all()
    assert {signal.name for signal in heard} == {"feedback.received", "feedback.classified"}
    assert all(signal.at - said < timedelta(seconds=1) and signal.is_history for signal in heard)
    assert Message.objects.count() == Notice.objects.count() == Case.objects.count() == 0
