"""Three taps from the QR code to sent, never twice, whatever the network does. A10, E1, INTERFACE “Portal”"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from makegood.customers.models import Customer
from makegood.intake.models import Channel, Feedback
from makegood.intake.operations import close_channel
from makegood.kit.actor import SYSTEM
from makegood.portal.receipts import feedback_id_of

pytestmark = pytest.mark.django_db
WORDS = {"text": "等了一个小时没人理", "key": "a-key-of-the-form"}


def receipt_of(response: Any) -> int:
    assert response.status_code == 302
    assert response["Location"].startswith("/r/")
    return feedback_id_of(response["Location"].removeprefix("/r/"))


def test_words_become_feedback_of_the_channels_branch_and_lead_to_a_receipt(
    client: Client, channel: Channel, company: Any, now: Any
) -> None:
    pk = receipt_of(client.post("/f/web", WORDS))
    found = Feedback.objects.get()
    assert (found.pk, found.text, found.branch, found.received_at) == (pk, "等了一个小时没人理", company.branch_a, now)
    page = client.get(client.post("/f/web", WORDS)["Location"])
    assert page.status_code == 200
    assert "等了一个小时没人理" in page.content.decode()


def test_the_same_form_sent_twice_is_one_item(client: Client, channel: Channel) -> None:
    first, second = (receipt_of(client.post("/f/web", WORDS)) for _ in range(2))
    assert first == second
    assert Feedback.objects.count() == 1


def test_who_goes_back_and_writes_something_else_sends_a_second_item(client: Client, channel: Channel) -> None:
    receipt_of(client.post("/f/web", WORDS))
    receipt_of(client.post("/f/web", {**WORDS, "text": "后来有人来了，谢谢"}))
    assert list(Feedback.objects.order_by("pk").values_list("text", flat=True)) == [
        "等了一个小时没人理", "后来有人来了，谢谢",
    ]  # fmt: skip


def test_a_contact_makes_the_customer_known_and_the_order_number_stands_below_the_words(
    client: Client, channel: Channel
) -> None:
    posted = {**WORDS, "contact": "138 0013 8000", "name": "王芳", "order": "A-2026-1"}
    found = Feedback.objects.get(pk=receipt_of(client.post("/f/web", posted)))
    assert found.customer == Customer.objects.get()
    assert found.customer.name == "王芳"
    assert found.original == "等了一个小时没人理\n\n订单号: A-2026-1"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": "   "}, "请写一写发生了什么"),
        ({"contact": "call me"}, "这不像手机号，也不像邮箱"),
        ({"text": "长" * 5001}, "5001"),
    ],
)
def test_what_cannot_be_taken_in_is_said_beside_the_field_and_nothing_is_lost(
    client: Client, channel: Channel, changed: dict[str, str], words: str
) -> None:
    response = client.post("/f/web", {**WORDS, **changed})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Feedback.objects.count() == 0


def test_a_robot_that_fills_the_hidden_field_leaves_nothing_behind(client: Client, channel: Channel) -> None:
    assert client.post("/f/web", {**WORDS, "website": "https://spam.example"})["Location"] == "/"
    assert Feedback.objects.count() == 0


def test_too_many_from_one_address_are_asked_to_wait(client: Client, channel: Channel) -> None:
    answers = [client.post("/f/web", {"text": f"第 {n} 次", "key": str(n)}).status_code for n in range(21)]
    assert answers == [302] * 20 + [429]


def test_a_closed_channel_says_so_and_takes_nothing(client: Client, channel: Channel, now: Any) -> None:
    close_channel(channel, by=SYSTEM, at=now)
    assert "此表单已关闭" in client.get("/f/web").content.decode()
    assert client.post("/f/web", WORDS).status_code == 422
    assert Feedback.objects.count() == 0


def test_there_is_no_form_for_a_channel_that_is_not_a_form(client: Client, channel: Channel) -> None:
    assert client.get("/f/nothing").status_code == 404


def test_the_first_page_shows_the_form_the_hotline_and_the_charter(client: Client, channel: Channel) -> None:
    page = client.get("/").content.decode()
    assert 'href="/f/web"' in page
    assert 'href="/charter"' in page


def test_a_language_is_chosen_without_a_session(client: Client, channel: Channel) -> None:
    answer = client.post("/language", {"language": "en", "next": "/f/web"})
    assert (answer.status_code, answer["Location"]) == (302, "/f/web")
    assert "What would you like to tell us?" in client.get("/f/web").content.decode()


@pytest.mark.parametrize("key", ["", "k" * 500, "a\x00b"])
def test_words_are_never_lost_to_a_field_that_nobody_sees(client: Client, channel: Channel, key: str) -> None:
    receipt_of(client.post("/f/web", {"text": "有\x00零字符的投诉 😡 שלום", "key": key}))
    assert Feedback.objects.get().text == "有零字符的投诉 😡 שלום"
