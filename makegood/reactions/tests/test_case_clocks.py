"""The clocks of real cases: what counts as an answer, whose turn it is, what the newest judgement says. D5, E5, N1"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
from makegood.commitments.queries import clocks_of
from makegood.conversations.events import MessageNotDelivered
from makegood.conversations.operations import write_message
from makegood.intake.models import Channel, ChannelKind
from makegood.intake.operations import receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.triage.models import TriageItem
from makegood.triage.operations import screen, undo_screening

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
URGENT = "我要投诉！退款十天了还没到账，再不处理就打12315，我要曝光你们！"
WAITS: dict[str, Any] = {"pauses_on": ["case.waiting_for_customer"], "resumes_on": ["case.customer_answered"]}


def promise(code: str, starts: list[str], stops: list[str], *, at: Any, hours: int = 4, **more: Any) -> None:
    define_calendar(code="always", name="全天", week=["00:00-24:00"] * 7, by=SYSTEM, at=at)
    draft = Draft(code, code, code, "always", "elapsed_seconds", hours * 3600, starts, stops, warning_shares=[], **more)
    version = draft_commitment(draft, by=SYSTEM, at=at)
    review(version, by=SYSTEM, at=at)
    publish(version, by=SYSTEM, at=at)


def came_in(company: Any, at: Any, *, kind: str = "web_form", text: str = URGENT, key: str = "1") -> None:
    channel, _new = Channel.objects.get_or_create(code=kind, name=kind, kind=kind, branch=company.branch_a)
    receive_feedback(
        channel=channel, key=key, text=text, contacts=[("phone", "13700001111")], customer_name="王芳", by=SYSTEM, at=at
    )
    journal.drain_all(at=at)


def a_case(company: Any, wangfang: Any, zhouhang: Any, at: Any, **more: Any) -> Case:
    case = cases.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="晚到",
        by=SYSTEM, at=at, **more,
    )  # fmt: skip
    journal.drain_all(at=at)
    return case


def states() -> dict[str, str]:
    return dict(Clock.objects.order_by("round").values_list("commitment__code", "state"))


def test_a_person_who_overrules_the_machine_ends_the_urgent_promises_of_message_and_case(
    company: Any, linjing: Any, now: Any
) -> None:  # E5
    urgent = {"urgencies": ["urgent"]}
    promise("message", ["feedback.classified"], ["feedback.answered"], at=now, scope=urgent)
    promise("case", ["case.opened", "case.reprioritised"], ["case.answered"], at=now, scope=urgent)
    came_in(company, now)
    assert states() == {"message": "running", "case": "running"}
    item = TriageItem.objects.get()
    screening = screen(item, by=linjing.actor, at=now + HOUR, decided={"urgency": "normal"})
    journal.drain_all(at=now + HOUR)
    assert states() == {"message": "cancelled", "case": "cancelled"}
    undo_screening(screening, by=linjing.actor, at=now + HOUR)
    journal.drain_all(at=now + HOUR)
    message = Clock.objects.get(commitment__code="message")
    assert (message.state, message.started_at, message.due_at) == ("running", now, now + 4 * HOUR)
    screen(TriageItem.objects.get(), by=linjing.actor, at=now + HOUR, decided={"urgency": "normal"})
    journal.drain_all(at=now + HOUR)
    assert states() == {"message": "cancelled", "case": "cancelled"}
    assert sweep(at=now + timedelta(days=9)) == 0


@pytest.mark.parametrize("kind", ChannelKind.values)
def test_channel_deciding_whether_a_reply_counts_it_never_does(
    kind: str, company: Any, zhouhang: Any, now: Any
) -> None:  # D10
    promise("message", ["feedback.received"], ["feedback.answered"], at=now)
    promise("case", ["case.opened"], ["case.answered"], at=now)
    came_in(company, now, kind=kind)
    cases.reply(Case.objects.get(), body="今天退款。", by=zhouhang.actor, at=now + HOUR)
    journal.drain_all(at=now + HOUR)
    assert states() == {"message": "kept", "case": "kept"}


def test_auto_reply_counted_as_response_nothing_that_a_machine_writes_stops_a_clock(
    company: Any, zhouhang: Any, now: Any
) -> None:
    promise("message", ["feedback.received"], ["feedback.answered"], at=now)
    promise("answer", ["case.opened"], ["case.answered"], at=now)
    promise("acknowledge", ["case.opened"], ["case.acknowledged", "case.answered"], at=now)
    came_in(company, now)
    case = Case.objects.get()
    assert case.thread.messages.filter(kind="auto_acknowledgement").exists()  # the house wrote by itself
    for n, kind in enumerate(("auto_acknowledgement", "question", "note", "system", "reply")):
        write_message(case.thread, kind=kind, body="您好，已收到。", by=SYSTEM, at=now + timedelta(minutes=n))
    cases.acknowledge(case, body="机器人受理", by=SYSTEM, at=now + HOUR)
    cases.reply(case, body="机器人答复", by=SYSTEM, at=now + HOUR)
    journal.drain_all(at=now + HOUR)
    assert set(states().values()) == {"running"}
    cases.reply(case, body="今天退款。", by=zhouhang.actor, at=now + 2 * HOUR)
    journal.drain_all(at=now + 2 * HOUR)
    assert states() == {"message": "kept", "answer": "kept", "acknowledge": "kept"}


def test_only_a_question_that_reached_the_customer_makes_it_the_customers_turn(
    company: Any, wangfang: Any, zhouhang: Any, now: Any
) -> None:
    promise("decide", ["case.opened"], ["case.decided"], at=now, pause_limit_seconds=86_400, **WAITS)
    case = a_case(company, wangfang, zhouhang, now)
    first = cases.ask_customer(case, body="请发发票照片。", by=zhouhang.actor, at=now + HOUR)
    journal.drain_all(at=now + HOUR)
    [reading] = clocks_of("case", [case.pk], at=now + HOUR)
    assert (reading.turn, reading.pauses[0].evidence, reading.seconds_left) == ("customer", first.pk, 3 * 3600)
    lost = MessageNotDelivered(case.thread_id, first.pk, case.branch_id)
    journal.record(lost, by=SYSTEM, at=now + 2 * HOUR)
    journal.drain_all(at=now + 2 * HOUR)
    [reading] = clocks_of("case", [case.pk], at=now + 2 * HOUR)
    assert (reading.turn, reading.due_at) == ("us", now + 5 * HOUR)
    cases.ask_customer(case, body="再问一次。", by=zhouhang.actor, at=now + 3 * HOUR)
    journal.record(lost, by=SYSTEM, at=now + 4 * HOUR)  # told again of the first question: not this one
    journal.drain_all(at=now + 4 * HOUR)
    [reading] = clocks_of("case", [case.pk], at=now + 4 * HOUR)
    assert (reading.turn, reading.seconds_left) == ("customer", 2 * 3600)
    assert Clock.objects.get().due_at == now + 3 * HOUR + timedelta(hours=26)  # the pause ends at its limit


def test_a_hand_off_taken_back_is_owed_no_more(company: Any, wangfang: Any, zhouhang: Any, now: Any) -> None:
    ends = {"cancels_on": ["hand_off.taken_back"]}
    promise("accept", ["hand_off.opened"], ["hand_off.accepted", "hand_off.declined"], at=now, hours=1, **ends)
    case = a_case(company, wangfang, zhouhang, now)
    asked = cases.hand_off(case, to=company.logistics, reason="查件", by=zhouhang.actor, at=now)
    journal.drain_all(at=now)
    assert (states(), Clock.objects.get().subject_id) == ({"accept": "running"}, asked.pk)
    cases.take_back_hand_off(asked, by=zhouhang.actor, at=now + HOUR / 2)
    journal.drain_all(at=now + HOUR / 2)
    assert states() == {"accept": "cancelled"}
    case.refresh_from_db()
    cases.hand_off(case, to=company.logistics, reason="再查", by=zhouhang.actor, at=now + HOUR)
    case.refresh_from_db()
    cases.withdraw(case, by=SYSTEM, at=now + HOUR + timedelta(minutes=1))
    journal.drain_all(at=now + 2 * HOUR)
    assert list(Clock.objects.values_list("state", flat=True)) == ["cancelled", "cancelled"]


def test_progress_is_told_at_preset_intervals_until_the_case_is_closed(
    company: Any, wangfang: Any, zhouhang: Any, now: Any
) -> None:
    promise(
        "progress", ["case.opened", "case.answered", "case.reopened"], ["case.answered"], at=now, hours=24,
        cancels_on=["case.closed"], repeats=True,
    )  # fmt: skip
    case = a_case(company, wangfang, zhouhang, now)
    told = [now + timedelta(hours=hours) for hours in (20, 45)]
    for at in told:
        cases.reply(case, body="还在查。", by=zhouhang.actor, at=at)
        journal.drain_all(at=at)
    sweep(at=now + timedelta(hours=60))
    cases.withdraw(case, by=SYSTEM, at=now + timedelta(hours=61))
    journal.drain_all(at=now + timedelta(hours=61))
    cases.reply(case, body="谢谢。", by=zhouhang.actor, at=now + timedelta(hours=62))  # after the end it renews nothing
    journal.drain_all(at=now + timedelta(hours=62))
    rounds = list(Clock.objects.order_by("round").values_list("started_at", "state"))
    assert rounds == [(now, "kept"), (told[0], "broken"), (told[1], "cancelled")]
    assert sweep(at=now + timedelta(days=30)) == 0


def test_the_next_answer_is_owed_whenever_the_customer_writes_again(
    company: Any, wangfang: Any, zhouhang: Any, now: Any
) -> None:
    promise("next", ["case.opened", "case.customer_answered"], ["case.answered", "case.closed"], at=now, repeats=True)
    case = a_case(company, wangfang, zhouhang, now)
    for hours, verb in ((1, cases.reply), (2, cases.customer_wrote), (3, cases.customer_wrote), (4, cases.reply)):
        who = zhouhang.actor if verb is cases.reply else SYSTEM
        verb(case, body=f"第{hours}句", by=who, at=now + hours * HOUR)
        journal.drain_all(at=now + hours * HOUR)
    rounds = list(Clock.objects.order_by("round").values_list("started_at", "ended_at", "state"))
    assert rounds == [(now, now + HOUR, "kept"), (now + 2 * HOUR, now + 4 * HOUR, "kept")]
