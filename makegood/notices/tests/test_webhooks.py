"""Other systems are told: signed, retried, parked, and never inside our own network. Journey 8"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction

from makegood import journal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.notices.events import WebhookSubscribed
from makegood.notices.models import DeliveryState, WebhookDelivery
from makegood.notices.operations import (
    deliver_due,
    queue_deliveries,
    queue_many_deliveries,
    redeliver,
    subscribe,
    unsubscribe,
)
from makegood.notices.rules import MAX_ATTEMPTS
from makegood.people.events import StaffHired
from makegood.wires.webhooks import AddressRefused, check_address, is_genuine, post_signed, signature

pytestmark = pytest.mark.django_db


class Listener:
    """A small server that notes what it hears and answers with the next of ``answers``."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        outer = self

        class Ear(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append((dict(self.headers), body))
                self.send_response(outer.answers.pop(0) if outer.answers else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Ear)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?x=1"


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever, daemon=True)
    thread.start()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("makegood.notices.queries.TOLD_OF", ("notices.", "people."))
    monkeypatch.setattr(
        import_module("makegood.notices.operations.queue_deliveries"), "TOLD_OF", ("notices.", "people.")
    )


def subscribed(listener: Listener, now: datetime, events: list[str] | None = None, **more: Any) -> str:
    return subscribe(
        name="数据中台", url=listener.url, events=events or ["people.StaffHired"], by=SYSTEM, at=now, **more
    )[1]


def hired(now: datetime, branch_id: int | None = None) -> Entry:
    with transaction.atomic():
        return journal.record(StaffHired(5, branch_id, "agent"), by=SYSTEM, at=now)


def test_a_subscriber_hears_a_signed_event_once(listener: Listener, now: datetime) -> None:
    secret = subscribed(listener, now)
    entry = hired(now, 3)
    queue_deliveries(entry, at=now)
    queue_deliveries(entry, at=now)
    assert WebhookDelivery.objects.count() == 1
    assert (deliver_due(at=now), deliver_due(at=now)) == (1, 0)
    ((headers, body),) = listener.heard
    told = json.loads(body)
    assert told["id"] == f"evt_{entry.pk}"
    assert (told["event"], told["data"]["staff_id"], told["branch_id"]) == ("people.StaffHired", 5, 3)
    assert is_genuine(headers["Makegood-Signature"], body, secret=secret, now=int(now.timestamp()))
    assert not is_genuine(headers["Makegood-Signature"], body + b" ", secret=secret, now=int(now.timestamp()))
    assert not is_genuine(headers["Makegood-Signature"], body, secret=secret, now=int(now.timestamp()) + 301)


def test_other_events_other_branches_and_history_are_not_told(listener: Listener, now: datetime, company: Any) -> None:
    subscribed(listener, now, branch=company.branch_a)
    with transaction.atomic():
        other = journal.record(WebhookSubscribed(1, company.branch_a.pk), by=SYSTEM, at=now)
        with journal.in_mode("backfill"):
            old = journal.record(StaffHired(6, company.branch_a.pk, "agent"), by=SYSTEM, at=now)
    for entry in (other, old, hired(now, company.branch_b.pk), hired(now)):
        assert queue_deliveries(entry, at=now) == 0
    assert queue_deliveries(hired(now, company.branch_a.pk), at=now) == 1


def test_many_events_are_queued_in_the_same_few_statements_each_with_its_own_moment(
    listener: Listener, now: datetime, company: Any, django_assert_num_queries: Any
) -> None:
    subscribed(listener, now, branch=company.branch_a)
    subscribed(listener, now)
    here, there = company.branch_a.pk, company.branch_b.pk
    entries = [hired(now, branch) for branch in (here, there, None)]
    with django_assert_num_queries(4):  # two, and the savepoint around them
        assert queue_many_deliveries((entry, now + timedelta(minutes=k)) for k, entry in enumerate(entries)) == 4
    queue_many_deliveries([(entries[0], now)])
    found = WebhookDelivery.objects.order_by("entry_id", "pk").values_list("entry_id", "next_at")
    moments = [now, now, now + timedelta(minutes=1), now + timedelta(minutes=2)]
    assert list(found) == list(zip([entries[k].pk for k in (0, 0, 1, 2)], moments, strict=True))


def test_a_failing_address_is_tried_later_and_parked_in_the_end(listener: Listener, now: datetime) -> None:
    subscribed(listener, now)
    queue_deliveries(hired(now), at=now)
    listener.answers = [500] * (MAX_ATTEMPTS + 5)
    at, waits = now, []
    while (delivery := WebhookDelivery.objects.get()).state == DeliveryState.PENDING:
        waits.append((delivery.next_at - at).total_seconds())
        at = delivery.next_at
        assert deliver_due(at=at) == 1
    assert waits[:5] == [0, 10, 40, 160, 640]
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("parked", MAX_ATTEMPTS, 500)
    assert len(listener.heard) == MAX_ATTEMPTS
    listener.answers = []
    redeliver(delivery, by=SYSTEM, at=at)
    assert deliver_due(at=at) == 1
    assert WebhookDelivery.objects.get().state == "delivered"
    with pytest.raises(SomebodyWasFaster):
        redeliver(delivery, by=SYSTEM, at=at)


def test_a_worker_that_dies_gives_its_rows_back(listener: Listener, now: datetime, monkeypatch: Any) -> None:
    subscribed(listener, now)
    queue_deliveries(hired(now), at=now)
    monkeypatch.setattr("makegood.notices.operations.deliver.post_signed", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        deliver_due(at=now)
    monkeypatch.undo()
    assert deliver_due(at=now) == 0
    assert deliver_due(at=now + timedelta(seconds=61)) == 1


def test_an_address_that_is_gone_is_parked_at_once_and_an_ended_one_hears_nothing(
    listener: Listener, now: datetime
) -> None:
    subscribed(listener, now)
    queue_deliveries(hired(now), at=now)
    listener.answers = [410]
    deliver_due(at=now)
    delivery = WebhookDelivery.objects.get()
    assert delivery.state == "parked"
    unsubscribe(delivery.subscription, by=SYSTEM, at=now)
    assert queue_deliveries(hired(now), at=now) == 0


def test_a_redirect_is_not_followed(listener: Listener, now: datetime) -> None:
    listener.answers = [302]
    answer = post_signed(listener.url, b"{}", secret="s", at=now, delivery_id=1, allow_private=True)
    assert (answer.status, answer.is_accepted, len(listener.heard)) == (302, False, 1)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/x", "http://localhost/x", "http://[::1]/", "http://10.0.0.8/", "http://169.254.169.254/latest",
     "http://[::ffff:192.168.1.1]/", "http://0.0.0.0/", "http://2130706433/", "ftp://example.org/", "https://u:p@example.org/",
     "nothing", "http://100.64.0.1/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/", "http://a:99999/",
     "http://[::1/"],
)  # fmt: skip
def test_an_address_inside_our_own_network_is_refused(url: str, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        subscribe(name="x", url=url, events=["people.*"], by=SYSTEM, at=now)
    assert refused.value.field == "url"


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(AddressRefused):
        check_address("both", 443, allow_private=False, look_up=lambda h, p: ["93.184.216.34", "10.0.0.1"])
    assert check_address("good", 443, allow_private=False, look_up=lambda h, p: ["93.184.216.34"]) == "93.184.216.34"


def test_a_name_that_turns_private_after_subscribing_is_not_reached(now: datetime) -> None:
    answer = post_signed(
        "http://rebound.example/", b"{}", secret="s", at=now, delivery_id=1, allow_private=False,
        look_up=lambda h, p: ["127.0.0.1"],
    )  # fmt: skip
    assert answer.status is None
    assert "private" in answer.error


def test_an_unknown_event_is_refused(now: datetime) -> None:
    with pytest.raises(Invalid):
        subscribe(name="x", url="https://example.org", events=["people.Nothing"], by=SYSTEM, at=now)


def test_the_signature_is_the_one_in_the_documentation() -> None:
    assert signature("whsec_test", b'{"id":"evt_1"}', timestamp=1_700_000_000) == (
        "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925"
    )
