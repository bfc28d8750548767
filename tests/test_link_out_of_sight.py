"""Whoever holds the tracking link answers as the customer: no page of the staff may show it. DESIGN §4, A10"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from makegood import journal
from makegood.api.docs import SCOPES
from makegood.cases.models import Case, TrackingLink
from makegood.cases.operations import deliver_mail, make_tracking_link
from makegood.conversations.models import Message
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.people.operations import issue_token
from tests.pages_world import World
from tests.test_accused_sees_nothing import lists, told
from tests.test_pages import browser, known_addresses, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
FORM = {"kind": "reply", "key": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}


def write(world: World, body: str) -> Case:
    case = Case.objects.get(pk=world.cases[3].pk)
    form = {**FORM, "body": body, "version": case.version}
    assert browser(world.staff["zhouhang"]).post(f"/desk/cases/{case.pk}/write", form).status_code == 302
    return case


def test_no_page_list_or_answer_for_staff_and_machines_holds_the_link(world: World) -> None:
    case = write(world, "您好，进度在这里看：{{ link }}")
    assert Message.objects.filter(thread=case.thread, kind__in=["offer", "auto_acknowledgement"]).count() >= 2
    tokens = {str(link.token) for link in TrackingLink.objects.all()}
    assert len(tokens) >= 4
    secret = re.compile("|".join(map(re.escape, tokens)))
    pages = {name: page for name, page in known_addresses(world)[0].items() if not name.startswith("portal:")}
    asked = [*pages.values(), *lists(case), *(f"/desk/cases/{one.pk}" for one in world.cases)]
    for who in ("zhouhang", "linjing", "gaoning"):
        client = browser(world.staff[who])
        assert [page for page in asked if secret.search(told(client, page))] == [], who
    _token, bearer = issue_token(name="crm", scopes=sorted(set(SCOPES.values())), branch=None, by=SYSTEM, at=world.now)
    machine = Client(headers={"Authorization": f"Bearer {bearer}"})
    for path in ("/api/v1/cases?limit=200", f"/api/v1/cases/{case.pk}", "/api/v1/feedback?limit=200"):
        assert not secret.search(told(machine, path)), path
    assert not any(secret.search(message.body) or secret.search(message.text) for message in Message.objects.all())


def test_the_customer_finds_the_link_in_the_letter_and_on_the_page(world: World) -> None:
    case = write(world, "您好，进度在这里看：{{ link }}")
    token = make_tracking_link(case, by=SYSTEM, at=world.now)
    deliver_mail(at=world.now)
    letter = next(letter for letter in mail.outbox if "进度在这里看" in letter.body)
    assert letter.body == f"您好，进度在这里看：http://127.0.0.1:8765/t/{token}"
    shown = Client().get(f"/t/{token}").content.decode()
    assert f"进度在这里看：http://127.0.0.1:8765/t/{token}" in shown
    assert "{{ link }}" not in shown
    desk = told(browser(world.staff["zhouhang"]), f"/desk/cases/{case.pk}")
    assert "进度在这里看：[the customer’s own link]" in desk


def test_a_link_that_somebody_pastes_is_hidden_too(world: World) -> None:
    case = world.cases[3]
    token = make_tracking_link(case, by=SYSTEM, at=world.now)
    Client().post(f"/t/{token}/message", {"text": f"看 https://x.example/t/{token} 这里", "key": "k"})
    written = Message.objects.get(thread=case.thread, external_key__startswith="portal:")
    assert token not in written.text + written.body


def test_the_link_and_the_reply_that_names_it_are_one_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from makegood.cases.operations import answering

    case = Case.objects.get(pk=world.cases[0].pk)
    TrackingLink.objects.filter(case=case).delete()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the light goes out")

    monkeypatch.setattr(answering, "move", fail)
    with pytest.raises(RuntimeError):
        answering.reply(case, body="看 {{ link }}", by=world.staff["zhouhang"].actor, at=world.now)
    assert not TrackingLink.objects.filter(case=case).exists()
    assert not Message.objects.filter(thread=case.thread, kind="reply").exists()


def test_each_use_of_the_link_is_written_down_with_who_was_signed_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.cases[3]
    token = make_tracking_link(case, by=SYSTEM, at=world.now)
    customer = Client()
    customer.get(f"/t/{token}")
    customer.get(f"/t/{token}")
    customer.post(f"/t/{token}/message", {"text": "还没有收到", "key": "k1"})
    browser(world.staff["zhouhang"]).post(f"/t/{token}/message", {"text": "我收到了", "key": "k2"})
    uses = Entry.objects.filter(name="cases.TrackingLinkUsed").order_by("pk")
    assert [(use.actor_kind, use.data["use"], use.data["staff_id"]) for use in uses] == [
        ("customer", "opened", None),
        ("customer", "writing", None),
        ("customer", "writing", world.staff["zhouhang"].pk),
    ]
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now + timedelta(hours=2))
    customer.get(f"/t/{token}")
    assert uses.all().count() == 4


def test_a_customer_without_a_name_answers_as_a_customer_too(world: World) -> None:
    case = world.cases[3]
    Case.objects.filter(pk=case.pk).update(customer=None)
    token = make_tracking_link(case, by=SYSTEM, at=world.now)
    Client().post(f"/t/{token}/message", {"text": "还没有收到", "key": "k1"})
    journal.drain_all(at=world.now)
    assert Message.objects.get(external_key__startswith="portal:").author_kind == "customer"
    assert browser(world.staff["zhouhang"]).get(f"/desk/cases/{case.pk}").status_code == 200
