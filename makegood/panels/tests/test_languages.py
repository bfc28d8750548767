"""Each member of staff reads their own language on every machine; a customer's browser decides for them. F8"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from makegood.journal.models import Entry
from makegood.kit.errors import Invalid
from makegood.people.models import Staff
from makegood.people.operations import choose_language

pytestmark = pytest.mark.django_db


def language(client: Client, page: str) -> str:
    return client.get(page).headers["Content-Language"]


def test_the_account_decides_on_every_machine(zhouhang: Any, now: Any) -> None:
    choose_language(zhouhang, "zh-hant", by=zhouhang.actor, at=now)
    for machine in (Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "zh-CN"})):
        machine.force_login(zhouhang)
        assert language(machine, "/desk/") == "zh-hant"
        assert language(machine, "/charter") != "zh-hant"


def test_without_a_choice_the_browser_decides(zhouhang: Any) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(zhouhang)
    assert language(client, "/desk/") == "en"


def test_the_switch_is_kept_in_the_account_and_written_down(zhouhang: Any) -> None:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(zhouhang)
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/desk/"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert Staff.objects.get(pk=zhouhang.pk).locale == "en"
    assert language(client, "/desk/") == "en"
    client.post("/i18n/setlang/", {"language": "en", "next": "/desk/"})
    assert [entry.data["locale"] for entry in Entry.objects.filter(name="people.LanguageChosen")] == ["en"]


def test_a_stranger_only_gets_a_cookie_and_nobody_a_language_that_there_is_not(zhouhang: Any, now: Any) -> None:
    stranger = Client()
    stranger.post("/i18n/setlang/", {"language": "en"})
    assert language(stranger, "/") == "en"
    client = Client()
    client.force_login(zhouhang)
    client.post("/i18n/setlang/", {"language": "tlh"})
    assert Staff.objects.get(pk=zhouhang.pk).locale == ""
    with pytest.raises(Invalid):
        choose_language(zhouhang, "tlh", by=zhouhang.actor, at=now)
    Staff.objects.filter(pk=zhouhang.pk).update(locale="xx")
    assert client.get("/desk/").status_code == 200
