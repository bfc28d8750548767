"""Praise is thanked for and questions are answered, without a case. E6"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from makegood.commitments.models import HeardSignal
from makegood.conversations.models import Message
from makegood.intake.operations import open_channel, receive_feedback
from makegood.journal import drain_all
from makegood.kit.actor import SYSTEM
from makegood.triage.models import TriageItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(company: Any, wangfang: Any, now: Any) -> TriageItem:
    channel = open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)
    receive_feedback(channel=channel, key="1", text="请问周日几点打烊？", customer=wangfang, by=SYSTEM, at=now)
    drain_all(at=now)
    return TriageItem.objects.get()


def send(client: Any, item: TriageItem, key: Any, body: str = "周日营业到晚上十点。") -> Any:
    return client.post(f"/desk/triage/{item.pk}/answer", {"body": body, "key": key})


def test_an_answer_reaches_the_customer_and_keeps_the_promise(client: Any, zhouhang: Any, item: Any, now: Any) -> None:
    client.force_login(zhouhang)
    key = uuid4()
    assert [send(client, item, key).status_code for _ in range(2)] == [302, 302]
    written = Message.objects.get(kind="reply")
    assert written.body == "周日营业到晚上十点。"
    drain_all(at=written.entered_at)
    heard = HeardSignal.objects.filter(subject_kind="feedback", subject_id=item.feedback_id)
    assert heard.filter(name="feedback.answered").count() == 1
    assert "周日营业到晚上十点。" in client.get(f"/desk/triage/{item.pk}").content.decode()


def test_an_empty_answer_is_refused_beside_its_field(client: Any, zhouhang: Any, item: Any) -> None:
    client.force_login(zhouhang)
    answer = send(client, item, uuid4(), body="  ")
    assert answer.status_code == 200
    assert Message.objects.filter(kind="reply").count() == 0


def test_another_branch_cannot_answer_it_and_the_auditor_may_not(
    client: Any, chenmo: Any, hezhen: Any, item: Any
) -> None:
    client.force_login(chenmo)
    assert send(client, item, uuid4()).status_code == 404
    client.force_login(hezhen)
    assert send(client, item, uuid4()).status_code == 403
