"""One item comes in: once for each key, raw kept, personal data hidden. N11, DESIGN §4 Intake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.intake.models import Arrival, Channel, Feedback, Outcome, ProposedLink, Repeat
from makegood.intake.operations import (
    ChannelClosed,
    KeyReused,
    close_channel,
    confirm_link,
    open_channel,
    propose_links,
    receive_feedback,
    reject_link,
)
from makegood.intake.permissions import visible_to
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, SomebodyWasFaster

pytestmark = pytest.mark.django_db
TEXT = "等了四十分钟都没上菜，请打我电话13812345678，我要投诉服务态度。"


@pytest.fixture
def form(company: Any, now: Any) -> Channel:
    return open_channel(code="form", name="网站表单", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)


def receive(form: Channel, now: Any, key: str = "k1", text: str = TEXT, **more: Any) -> Any:
    return receive_feedback(channel=form, key=key, text=text, by=SYSTEM, at=now, **more)


def test_an_item_is_kept_with_its_raw_form_and_its_journal_entry(form: Channel, now: Any) -> None:
    got = receive(form, now, raw=b'{"text": "..."}', subject="上菜慢")
    kept = Feedback.objects.get(pk=got.feedback.pk)
    assert got.outcome is Outcome.ACCEPTED
    assert (kept.subject, kept.branch_id, kept.mode, kept.locale) == ("上菜慢", form.branch_id, "live", "zh")
    assert (kept.occurred_at, kept.received_at, kept.entered_at) == (now, now, now)
    assert bytes(kept.arrival.raw) != b'{"text": "..."}'
    entry = Entry.objects.get(name="intake.FeedbackReceived")
    assert entry.data == {"feedback_id": kept.pk, "branch_id": form.branch_id}
    assert (entry.subject_kind, entry.subject_id, entry.mode, entry.at) == ("feedback", kept.pk, "live", now)


def test_what_is_returned_equals_what_is_stored(form: Channel, now: Any, wangfang: Any) -> None:
    got = receive(form, now, customer=wangfang, occurred_at=now - timedelta(hours=2)).feedback
    kept = Feedback.objects.get(pk=got.pk)
    for field in Feedback._meta.concrete_fields:
        assert getattr(got, field.attname) == getattr(kept, field.attname), field.name


def test_a_telephone_number_is_hidden_and_can_be_opened_again(form: Channel, now: Any) -> None:
    kept = Feedback.objects.get(pk=receive(form, now).feedback.pk)
    assert "13812345678" not in kept.text
    assert len(kept.text) == len(TEXT)
    assert kept.original == TEXT


def test_the_same_key_and_words_get_the_same_answer(form: Channel, now: Any) -> None:
    first = receive(form, now)
    again = receive(form, now + timedelta(minutes=1))
    assert (again.outcome, again.feedback) == (Outcome.DUPLICATE, first.feedback)
    assert (Feedback.objects.count(), Repeat.objects.count(), Arrival.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(name="intake.FeedbackReceived").count() == 1


def test_the_same_key_with_other_words_is_refused(form: Channel, now: Any) -> None:
    receive(form, now)
    with pytest.raises(KeyReused):
        receive(form, now, text="完全不同的一段话")
    assert Feedback.objects.count() == 1


def test_a_customer_is_found_by_the_contact_given(form: Channel, now: Any, wangfang: Any) -> None:
    got = receive(form, now, contacts=[("phone", "+86 138 0013 8000")], customer_name="王女士")
    assert got.feedback.customer_id == wangfang.pk
    assert receive(form, now, contacts=[("phone", "+86 138 0013 8000")], customer_name="王女士").outcome == "duplicate"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("坏\x00了的锅", "坏了的锅"), ("emoji 👍🏽 好", "emoji 👍🏽 好"), ("半个\ud800字", "半个\ufffd字"),
     ("a\r\nb", "a\nb"), ("שלום \u202eabc", "שלום \u202eabc")],
)  # fmt: skip
def test_odd_characters_do_no_harm(form: Channel, now: Any, text: str, kept: str) -> None:
    assert Feedback.objects.get(pk=receive(form, now, text=text).feedback.pk).text == kept


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u200d", "\x00", "字" * 20_001])
def test_words_that_cannot_be_kept_are_refused_with_a_reason(form: Channel, now: Any, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        receive(form, now, text=text)
    assert refused.value.field == "text"
    assert str(refused.value)
    assert not Arrival.objects.exists()


def test_what_happened_in_the_future_is_refused(form: Channel, now: Any) -> None:
    with pytest.raises(Invalid):
        receive(form, now, occurred_at=now + timedelta(days=2))


def test_a_closed_channel_takes_nothing_in(form: Channel, now: Any) -> None:
    close_channel(form, by=SYSTEM, at=now)
    form.refresh_from_db()
    with pytest.raises(ChannelClosed):
        receive(form, now)
    with pytest.raises(SomebodyWasFaster):
        close_channel(form, by=SYSTEM, at=now)


def test_the_mode_is_kept(form: Channel, now: Any) -> None:
    with journal.in_mode("backfill"):
        assert receive(form, now).feedback.mode == "backfill"


def test_another_branch_sees_nothing(form: Channel, now: Any, zhouhang: Any, chenmo: Any, linjing: Any) -> None:
    receive(form, now)
    assert [visible_to(who).count() for who in (zhouhang, chenmo, linjing)] == [1, 0, 1]


def test_the_same_words_are_linked_and_stay_two_items(form: Channel, now: Any, wangfang: Any, linjing: Any) -> None:
    ids = [
        receive(form, now, key=key, text=text, customer=who).feedback.pk
        for key, text, who in [
            ("1", TEXT, wangfang), ("2", TEXT, wangfang), ("3", TEXT + "！！", None), ("4", "好评", None),
            ("5", "好评", None),
        ]
    ]  # fmt: skip
    assert propose_links(ids, at=now) == {"repeated_text": 1, "same_text": 1}
    assert propose_links(ids, at=now) == {}
    first, second = ProposedLink.objects.order_by("pk")
    assert (first.earlier_id, first.later_id, first.kind) == (ids[0], ids[1], "repeated_text")
    confirm_link(first, by=linjing, at=now)
    with pytest.raises(SomebodyWasFaster):
        reject_link(first, by=linjing, at=now)
    reject_link(second, by=linjing, at=now)
    assert Feedback.objects.count() == 5
