"""What a person says of an item is news to the promises; of an imported item it is history. D5"""

from __future__ import annotations

from typing import Any

import pytest

from makegood import journal
from makegood.commitments.models import HeardSignal
from makegood.intake.models import Channel
from makegood.intake.operations import receive_feedback
from makegood.kit.actor import SYSTEM
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
