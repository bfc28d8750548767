"""One case as its customer sees it: plain words, the next promised date, offers, one question. A10, E6, N10"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from makegood.cases.models import Case, Rating
from makegood.cases.operations import acknowledge, close, decide, reply, revoke_links, write_note
from makegood.commitments.operations import Signal, hear
from makegood.commitments.tests.factories import promised
from makegood.conversations.models import Message
from makegood.customers.models import Customer
from makegood.kit.actor import SYSTEM
from makegood.recovery.models import Offer

pytestmark = pytest.mark.django_db


def page(client: Client, link: str) -> str:
    response = client.get(link)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def closed(case: Case, zhouhang: Any, now: Any) -> Case:
    acknowledge(case, body="已收到，抱歉给您添麻烦。", by=zhouhang.actor, at=now)
    decide(case, fault="ours", findings="运输中磕碰", by=zhouhang.actor, at=now)
    reply(case, body="我们会给您换新。", by=zhouhang.actor, at=now)
    close(case, by=zhouhang.actor, at=now)
    return case


def test_the_link_shows_where_the_case_stands_and_the_words_of_both(
    client: Client, case: Case, link: str, zhouhang: Any, now: Any
) -> None:
    acknowledge(case, body="已收到，抱歉给您添麻烦。", by=zhouhang.actor, at=now)
    shown = page(client, link)
    assert case.number in shown
    assert "已有专人受理您的投诉" in shown
    assert "已收到，抱歉给您添麻烦。" in shown
    assert "沙发有划痕" in shown


def test_an_internal_note_is_never_shown(client: Client, case: Case, link: str, zhouhang: Any, now: Any) -> None:
    write_note(case, body="这位客户是老板的朋友", by=zhouhang.actor, at=now)
    assert "老板的朋友" not in page(client, link)


def test_personal_data_of_the_customers_own_words_stay_starred(client: Client, link: str) -> None:
    assert "13800138000" not in page(client, link)


def test_the_next_promised_date_is_shown_and_a_late_one_is_admitted(
    client: Client, case: Case, link: str, clock: Any, now: Any
) -> None:
    promised(at=now - timedelta(days=2))
    hear(Signal("case.opened", ("case", case.pk)), at=now)
    assert "11月18日（星期三）12:00" in page(client, link)
    clock.at = now + timedelta(days=1)
    assert "现在已经超时，非常抱歉" in page(client, link)


def test_the_page_is_not_stored_not_indexed_and_passes_no_referrer(client: Client, link: str) -> None:
    answer = client.get(link)
    headers = (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"])
    assert headers == ("private, no-store", "noindex, nofollow", "no-referrer")


def test_a_forged_link_is_unknown_and_tells_nothing(client: Client, link: str, case: Case) -> None:
    answer = client.get(link[:-1] + ("A" if link[-1] != "A" else "B"))
    assert answer.status_code == 404
    assert case.number not in answer.content.decode()
    assert client.get(f"/t/{'x' * 500}").status_code == 404


def test_an_expired_and_a_revoked_link_are_gone(client: Client, link: str, case: Case, clock: Any, now: Any) -> None:
    clock.at = now + timedelta(days=181)
    assert client.get(link).status_code == 410
    clock.at = now
    revoke_links(case, at=now)
    assert client.get(link).status_code == 410
    assert client.post(f"{link}/message", {"text": "在吗", "key": "1"}).status_code == 410


def test_guessing_links_is_slowed_down(client: Client, company: Any) -> None:
    answers = [client.get(f"/t/guess-{n}").status_code for n in range(121)]
    assert answers == [404] * 120 + [429]


def test_what_the_customer_writes_arrives_once(client: Client, link: str, case: Case) -> None:
    for _ in range(2):
        assert client.post(f"{link}/message", {"text": "还有别的问题", "key": "one"})["Location"] == link
    written = Message.objects.filter(thread=case.thread, direction="in", text="还有别的问题")
    assert written.count() == 1
    assert written.get().author == case.customer.actor


def test_an_empty_message_is_refused_in_words(client: Client, link: str) -> None:
    answer = client.post(f"{link}/message", {"text": " ", "key": "one"}, follow=True)
    assert "请先写点内容" in answer.content.decode()


def test_one_of_the_options_is_accepted(client: Client, link: str, offer: Offer) -> None:
    assert "部分退款" in page(client, link)
    chosen = offer.options.get(remedy__code="coupon")
    client.post(f"{link}/offers/{offer.pk}/accept", {"option": chosen.pk})
    offer.refresh_from_db()
    assert (offer.status, offer.accepted_option_id) == ("accepted", chosen.pk)
    again = client.post(f"{link}/offers/{offer.pk}/accept", {"option": chosen.pk}, follow=True)
    assert again.status_code == 200
    assert offer.moves.filter(new="accepted").count() == 1


def test_an_offer_is_declined_with_a_reason(client: Client, link: str, offer: Offer) -> None:
    client.post(f"{link}/offers/{offer.pk}/decline", {"reason": "我想要换新"})
    assert offer.moves.get(new="declined").reason == "我想要换新"


def test_accepting_without_a_choice_or_after_the_day_is_refused_in_words(
    client: Client, link: str, offer: Offer, clock: Any
) -> None:
    answer = client.post(f"{link}/offers/{offer.pk}/accept", {}, follow=True)
    assert answer.status_code == 200
    clock.at = offer.expires_at
    client.post(f"{link}/offers/{offer.pk}/accept", {"option": offer.options.first().pk}, follow=True)
    offer.refresh_from_db()
    assert offer.status == "offered"
    assert "/accept" not in page(client, link)


def test_the_offer_of_another_case_cannot_be_answered(
    client: Client, link: str, offer: Offer, qiming: Any, now: Any
) -> None:
    from makegood.cases.operations import make_tracking_link, open_case

    other = open_case(customer=qiming, title="别的", by=SYSTEM, at=now)
    elsewhere = make_tracking_link(other, by=SYSTEM, at=now)
    assert client.post(f"/t/{elsewhere}/offers/{offer.pk}/accept", {"option": 1}).status_code == 404


def test_a_complaint_is_taken_back(client: Client, link: str, case: Case) -> None:
    client.post(f"{link}/withdraw", {"reason": "已经好了"})
    case.refresh_from_db()
    assert case.status == "withdrawn"
    assert "您已撤回投诉" in page(client, link)


def test_after_closing_one_question_is_asked_once(client: Client, link: str, closed: Case) -> None:
    assert "您对这次处理满意吗" in page(client, link)
    client.post(f"{link}/rating", {"score": "5", "comment": "谢谢"})
    client.post(f"{link}/rating", {"score": "1"})
    assert list(Rating.objects.values_list("score", "comment_masked")) == [(5, "谢谢")]
    assert "您对这次处理满意吗" not in page(client, link)


def test_a_bad_answer_reopens_the_case_and_says_so(client: Client, link: str, closed: Case) -> None:
    client.post(f"{link}/rating", {"score": "1", "comment": "根本没解决"})
    closed.refresh_from_db()
    assert closed.status == "investigating"
    assert "我们已重新处理" in page(client, link)


def test_no_face_chosen_is_told(client: Client, link: str, closed: Case) -> None:
    answer = client.post(f"{link}/rating", {"score": "9"}, follow=True)
    assert "请选一个表情" in answer.content.decode()
    assert Rating.objects.count() == 0


def test_the_page_asks_the_same_few_questions_however_long_the_correspondence(
    client: Client, link: str, case: Case, offer: Offer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(link)
    for n in range(30):
        client.post(f"{link}/message", {"text": f"第 {n} 句", "key": str(n)})
    with django_assert_max_num_queries(15):
        client.get(link)


def test_the_page_speaks_the_customers_language_until_their_browser_chooses(link: str, case: Case) -> None:
    Customer.objects.filter(pk=case.customer_id).update(locale="en")
    client = Client(headers={"accept-language": "fr-FR,fr;q=0.9"})
    assert "Between you and us" in client.get(link).content.decode()
    assert "Between you and us" not in Client(headers={"accept-language": "zh-CN"}).get(link).content.decode()
    client.post("/language", {"language": "zh-hant"})
    assert "Between you and us" not in client.get(link).content.decode()


def test_a_nul_in_the_customers_words_is_dropped_and_the_words_arrive(client: Client, link: str, case: Case) -> None:
    client.post(f"{link}/message", {"text": "还\x00没到", "key": "k"})
    assert "还没到" in page(client, link)
