"""Messages: who reads them, what counts as an answer, how they reach the customer. E11, D5."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from makegood import journal
from makegood.conversations import queries
from makegood.conversations.models import Delivery, Draft, Message
from makegood.conversations.operations import (
    NewMessage,
    NewThread,
    deliver,
    deliver_due,
    forget_presences,
    look,
    open_thread,
    open_threads,
    save_draft,
    send_again,
    write_message,
    write_messages,
)
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(wangfang: Any, company: Any, now: Any) -> Any:
    return open_thread(customer=wangfang, branch=company.branch_a, subject="包裹没到", at=now)


@pytest.fixture
def mailed(qiming: Any, company: Any, now: Any) -> Any:
    return open_thread(customer=qiming, branch=company.branch_b, subject="发票", at=now)


def test_the_body_is_sealed_and_the_text_masked(thread: Any, zhouhang: Any, now: Any) -> None:
    message = write_message(thread, kind="reply", body="请拨打 13912345678 联系我", by=zhouhang.actor, at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM conversations_message WHERE id = %s", [message.pk])
        assert b"13912345678" not in bytes(cursor.fetchone()[0])
    kept = Message.objects.get(pk=message.pk)
    assert kept.body == "请拨打 13912345678 联系我"
    assert "13912345678" not in kept.text
    assert kept.has_hidden_parts


@pytest.mark.parametrize(
    ("kind", "audience", "is_response"),
    [
        ("customer_message", "customer", False), ("acknowledgement", "customer", False),
        ("auto_acknowledgement", "customer", False), ("reply", "customer", True), ("offer", "customer", True),
        ("question", "customer", False), ("note", "internal", False), ("system", "internal", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_response_is_said_kind_by_kind(
    thread: Any, now: Any, kind: str, audience: str, is_response: bool
) -> None:
    message = write_message(thread, kind=kind, body="您好", by=SYSTEM, at=now)
    assert (message.audience, message.is_response) == (audience, is_response)
    entry = Entry.objects.get(name="conversations.MessageWritten")
    assert (entry.subject_id, entry.data["counts_as_response"], entry.branch_id) == (
        thread.pk, is_response, thread.branch_id,
    )  # fmt: skip


def test_the_customer_never_reads_an_internal_note(thread: Any, zhouhang: Any, now: Any) -> None:
    write_message(thread, kind="note", body="同事弄丢了", by=zhouhang.actor, at=now)
    said = write_message(thread, kind="reply", body="马上查", by=zhouhang.actor, at=now)
    assert list(queries.customer_messages_of([thread.pk])) == [said]


@pytest.mark.parametrize("body", ["", "  \n ", "\x00\x07"])
def test_an_empty_message_is_refused(thread: Any, now: Any, body: str) -> None:
    with pytest.raises(Invalid):
        write_message(thread, kind="reply", body=body, by=SYSTEM, at=now)


def test_an_unfilled_gap_never_reaches_a_customer(thread: Any, now: Any) -> None:
    with pytest.raises(Invalid, match="due"):
        write_message(thread, kind="reply", body="最迟 {{ due }} 答复", by=SYSTEM, at=now)
    assert write_message(thread, kind="note", body="模板里有 {{ due }}", by=SYSTEM, at=now).pk


def test_templates_are_filled_and_never_evaluated() -> None:
    text, open_gaps = queries.filled_template(
        "{{ customer }}您好，{{due}} 前答复。{{ settings.SECRET_KEY }}", {"customer": "{{ due }}王女士／先生"}
    )
    assert text == "{{ due }}王女士／先生您好，{{due}} 前答复。{{ settings.SECRET_KEY }}"
    assert open_gaps == ["due"]


def test_the_same_key_writes_once(thread: Any, now: Any) -> None:
    first = write_message(thread, kind="reply", body="一次", by=SYSTEM, at=now, external_key="form-1")
    again = write_message(thread, kind="reply", body="一次", by=SYSTEM, at=now, external_key="form-1")
    assert first == again
    assert Message.objects.count() == 1
    assert Entry.objects.filter(name="conversations.MessageWritten").count() == 1


def test_a_key_of_another_conversation_opens_nothing_there(thread: Any, mailed: Any, now: Any) -> None:
    write_message(thread, kind="reply", body="王芳的事", by=SYSTEM, at=now, external_key="form-1")
    with pytest.raises(Invalid):
        write_message(mailed, kind="reply", body="别人的事", by=SYSTEM, at=now, external_key="form-1")
    assert not mailed.messages.exists()


def test_a_reply_goes_by_email_once_and_only_once(mailed: Any, chenmo: Any, now: Any) -> None:
    message = write_message(mailed, kind="reply", body="发票已开", by=chenmo.actor, at=now)
    assert message.delivery == Delivery.PENDING
    assert deliver(message.pk, at=now, link="http://x/t/abc") == "sent"
    assert deliver(message.pk, at=now) == "sent"
    [sent] = mail.outbox
    assert sent.to == ["service@qiming.example"]
    assert sent.body.startswith("发票已开\n")
    assert sent.body.endswith("http://x/t/abc")


def test_without_an_address_the_reply_stands_on_the_tracking_page(thread: Any, zhouhang: Any, now: Any) -> None:
    message = write_message(thread, kind="reply", body="您好", by=zhouhang.actor, at=now)
    assert (message.delivery, message.via) == (Delivery.NOT_NEEDED, "page")


def test_history_writes_to_nobody(mailed: Any, now: Any) -> None:
    with journal.in_mode("backfill"):
        message = write_message(mailed, kind="reply", body="旧回复", by=SYSTEM, at=now)
    assert message.delivery == Delivery.NOT_NEEDED
    assert deliver_due(at=now) == 0
    assert mail.outbox == []


def test_a_failing_mail_server_is_tried_again_then_shown(
    mailed: Any, chenmo: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Any) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    message = write_message(mailed, kind="reply", body="发票已开", by=chenmo.actor, at=now)
    tried, moment = 0, now
    for _ in range(10):
        tried += deliver_due(at=moment)
        moment += timedelta(hours=12)
    message.refresh_from_db()
    assert (tried, message.delivery, message.delivery_problem) == (5, Delivery.FAILED, "OSError")
    assert Entry.objects.filter(name="conversations.MessageNotDelivered").count() == 1
    monkeypatch.undo()
    send_again(message, by=chenmo.actor, at=moment)
    assert deliver_due(at=moment) == 1
    assert len(mail.outbox) == 1
    with pytest.raises(SomebodyWasFaster):
        send_again(message, by=chenmo.actor, at=moment)


def test_a_batch_of_history_is_one_entry_and_few_statements(
    company: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    threads = open_threads([NewThread(subject=f"来信 {n}") for n in range(50)], at=now)
    batch = [
        NewMessage(thread, "reply", "已办理", now - timedelta(days=1), Actor.staff(1), f"row-{n}")
        for n, thread in enumerate(threads)
    ]
    with django_assert_max_num_queries(8):
        assert write_messages(batch, by=SYSTEM, at=now) == 50
    assert write_messages(batch, by=SYSTEM, at=now) == 0
    entry = Entry.objects.get(name="conversations.MessagesImported")
    assert entry.data["count"] == 50
    assert queries.first_responses([threads[0]]) == {threads[0]: now - timedelta(days=1)}


def test_a_draft_is_kept_while_typing_and_gone_once_sent(thread: Any, zhouhang: Any, chenmo: Any, now: Any) -> None:
    save_draft(thread, staff=zhouhang, body="您", at=now)
    save_draft(thread, staff=zhouhang, body="您好", at=now)
    save_draft(thread, staff=chenmo, body="另一份", at=now)
    assert queries.draft_of(thread, zhouhang).body == "您好"  # type: ignore[union-attr]
    write_message(thread, kind="reply", body="您好", by=zhouhang.actor, at=now)
    assert [draft.staff for draft in Draft.objects.all()] == [chenmo]
    save_draft(thread, staff=chenmo, body=" ", at=now)
    assert not Draft.objects.exists()


def test_two_people_on_one_thread_see_each_other_for_a_while(
    thread: Any, zhouhang: Any, linjing: Any, now: Any
) -> None:
    look(thread, staff=zhouhang, at=now)
    look(thread, staff=zhouhang, at=now, is_writing=True)
    [seen] = queries.who_looks(thread, at=now, besides=linjing)
    assert (seen.staff, seen.is_writing) == (zhouhang, True)
    assert queries.who_looks(thread, at=now + timedelta(minutes=1)) == []
    assert forget_presences(at=now + timedelta(minutes=1)) == 1


def test_a_customer_is_addressed_without_guessing(wangfang: Any, qiming: Any) -> None:
    assert queries.address_of(wangfang, "zh-hans") == "王女士／先生"
    assert queries.address_of(qiming, "zh-hans") == "启明科技"
    assert queries.address_of(None, "zh-hans") == ""
