"""The journal, parked work, webhooks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from makegood import journal
from makegood.intake.operations import open_channel, receive_feedback
from makegood.journal.models import Outbox
from makegood.kit.actor import SYSTEM
from makegood.notices.models import WebhookSubscription
from makegood.office.tests.conftest import SignedIn
from makegood.people.events import StaffHired

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_branches_hired(company: Any, now: Any) -> None:
    with transaction.atomic():
        events = [StaffHired(801, company.branch_a.pk, "agent"), StaffHired(802, company.branch_b.pk, "agent")]
        journal.record_many(events, by=SYSTEM, at=now)


def test_the_journal_shows_a_manager_only_the_own_branch(
    signed_in: SignedIn, zhengkai: Any, two_branches_hired: None
) -> None:
    page = signed_in(zhengkai).get("/office/journal/?name=people.StaffHired").content.decode()
    assert "员工 801" in page
    assert "员工 802" not in page


def test_the_journal_is_narrowed_by_its_address(signed_in: SignedIn, hezhen: Any, two_branches_hired: None) -> None:
    page = signed_in(hezhen).get("/office/journal/?subject_kind=staff&subject_id=802").content.decode()
    assert "员工 802" in page
    assert "员工 801" not in page


def test_nonsense_in_the_address_is_ignored(signed_in: SignedIn, hezhen: Any) -> None:
    address = f"/office/journal/?subject_id={'9' * 40}&page=abc&mode=%27%3B--"
    assert signed_in(hezhen).get(address).status_code == 200


def test_parked_work_is_seen_and_tried_again(signed_in: SignedIn, linjing: Any, company: Any, now: Any) -> None:
    channel = open_channel(code="web", name="官网", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)
    receive_feedback(channel=channel, key="1", text="等太久了，要投诉", by=SYSTEM, at=now)
    row = Outbox.objects.order_by("pk").first()
    assert row is not None
    Outbox.objects.filter(pk=row.pk).update(state="parked", attempts=6, last_error="ValueError: broken pot")
    client = signed_in(linjing)
    assert "ValueError: broken pot" in client.get("/office/outbox/").content.decode()
    client.post(f"/office/outbox/{row.pk}/replay")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("pending", 0)


def test_an_auditor_sees_parked_work_and_cannot_replay_it(signed_in: SignedIn, hezhen: Any) -> None:
    client = signed_in(hezhen)
    assert client.get("/office/outbox/").status_code == 200
    assert client.post("/office/outbox/1/replay").status_code == 403


def test_a_webhook_begins_with_a_secret_shown_once_and_ends(signed_in: SignedIn, gaoning: Any, settings: Any) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    client = signed_in(gaoning)
    posted = {"name": "ERP", "url": "http://127.0.0.1:9/hook", "events": ["cases.*"]}
    assert "whsec_" in client.post("/office/webhooks/", posted).content.decode()
    made = WebhookSubscription.objects.get()
    assert "whsec_" not in client.get("/office/webhooks/").content.decode()
    assert client.get(f"/office/webhooks/{made.pk}").status_code == 200
    client.post(f"/office/webhooks/{made.pk}/end")
    made.refresh_from_db()
    assert not made.is_active


def test_an_address_inside_our_own_network_is_refused_in_words(
    signed_in: SignedIn, gaoning: Any, settings: Any
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    posted = {"name": "ERP", "url": "http://127.0.0.1:9/hook", "events": ["cases.*"]}
    assert signed_in(gaoning).post("/office/webhooks/", posted).status_code == 422
    assert WebhookSubscription.objects.count() == 0


def test_every_day_of_the_intake_holds(signed_in: SignedIn, linjing: Any, company: Any, now: Any) -> None:
    channel = open_channel(code="web", name="官网", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)
    for _ in range(2):
        receive_feedback(channel=channel, key="1", text="等太久了", by=SYSTEM, at=now)
    page = signed_in(linjing).get("/office/intake/").content.decode()
    assert "每天都对得上，没有丢失。" in page
