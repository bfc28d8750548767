"""The main trip, room by room, through the rooms' own verbs: told apart, made a case, timed, made good. N1, D6"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
from makegood.intake.operations import open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.notices.models import Notice
from makegood.triage.models import TriageItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(company: Any, now: Any) -> Any:
    return open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)


@pytest.fixture
def promised(linjing: Any, suqing: Any, now: Any) -> None:
    at = now - timedelta(days=30)
    define_calendar(code="office", name="办公室", week=["09:00-18:00"] * 5 + ["", ""], by=linjing.actor, at=at)
    draft = Draft(
        "answer", "答复投诉", "投诉 2 个工时内答复。", "office", "working_seconds", 7200, ["case.opened"],
        ["case.answered"], statement_en="Answered in two hours.",
    )  # fmt: skip
    version = draft_commitment(draft, by=linjing.actor, at=at)
    review(version, by=suqing.actor, at=at)
    publish(version, by=linjing.actor, at=at)


def complain(web: Any, now: Any, text: str = "我要投诉！退款十天了还没到账，客服态度极差，再不处理就打12315！") -> Any:
    got = receive_feedback(
        channel=web, key="k1", text=text, contacts=[("phone", "13700001111")], customer_name="王芳", by=SYSTEM, at=now
    )
    journal.drain_all(at=now)
    return got.feedback


def test_a_complaint_becomes_a_timed_case_with_an_owner_and_the_customer_gets_a_link(
    web: Any, promised: None, zhouhang: Any, zhengkai: Any, now: Any
) -> None:
    feedback = complain(web, now)
    item = TriageItem.objects.get(feedback=feedback)
    assert item.nature == "complaint"
    case = Case.objects.get(feedback=feedback)
    assert (case.owner, case.branch_id) == (zhouhang, web.branch_id)
    clock = Clock.objects.get(subject_kind="case", subject_id=case.pk)
    assert clock.due_at == now + timedelta(hours=2)
    kinds = [message.kind for message in case.thread.messages.order_by("pk")]
    assert kinds == ["customer_message", "auto_acknowledgement"]
    assert case.number in case.thread.messages.get(kind="auto_acknowledgement").body
    assert Notice.objects.filter(staff=zhouhang, kind="case.opened").count() == 1


def test_an_answer_in_time_keeps_the_promise_and_a_late_sweep_dates_a_breach_rightly(
    web: Any, promised: None, zhouhang: Any, zhengkai: Any, now: Any
) -> None:
    from makegood.cases.operations import reply

    case = Case.objects.get(feedback=complain(web, now))
    sweep(at=now + timedelta(hours=30))
    journal.drain_all(at=now + timedelta(hours=30))
    clock = Clock.objects.get(subject_kind="case", subject_id=case.pk)
    assert (clock.state, clock.verdicts.get().decided_at) == ("broken", now + timedelta(hours=2))
    assert Notice.objects.filter(kind="promise.broken", staff=zhengkai).count() == 1
    reply(case, body="退款今天到账。", by=zhouhang.actor, at=now + timedelta(hours=31))
    journal.drain_all(at=now + timedelta(hours=31))
    assert Clock.objects.get(pk=clock.pk).state == "broken"


def test_praise_opens_no_case(web: Any, promised: None, now: Any) -> None:
    complain(web, now, "店员特别耐心，必须表扬！")
    assert Case.objects.count() == 0
    assert TriageItem.objects.get().nature == "praise"
