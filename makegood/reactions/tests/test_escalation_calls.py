"""Whom the ladder calls, in which words and when; and who never hears of it. D5"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from makegood import journal
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.commitments.operations import acknowledge_escalations, climb, define_ladder, sweep
from makegood.commitments.rules.escalation import Reach, Rung
from makegood.commitments.tests.factories import promised
from makegood.conversations.models import Message
from makegood.customers.operations import register_customer
from makegood.journal.models import Entry, Outbox
from makegood.kit.actor import SYSTEM
from makegood.notices.models import Notice, WebhookDelivery
from makegood.notices.operations import send_due_emails, set_preference, subscribe
from makegood.notices.queries import event_names, newest, unread_count
from makegood.people.models import Branch, Staff
from makegood.people.operations import hire, open_branch, set_quiet_hours

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LADDER = [
    Rung(Reach.OWNER, 50), Rung(Reach.SITE), Rung(Reach.REGION, after=3600, by_email=True),
    Rung(Reach.HEAD_OFFICE, after=10_800),
]  # fmt: skip


class House:
    """A region above branch A with a manager, and a promise of two working hours with a ladder."""

    def __init__(self, company: Any, now: datetime) -> None:
        east = open_branch(code="east", name="华东", kind=Branch.Kind.REGION, parent=company.head)
        Branch.objects.filter(pk=company.branch_a.pk).update(parent=east, path=f"{east.path}{company.branch_a.pk}/")
        company.branch_a.refresh_from_db()
        self.regional = hire(
            username="dadong", name="大东", role="branch_manager", branch=east, email="dadong@example.org", by=SYSTEM,
            at=now,
        )  # fmt: skip
        define_ladder(LADDER, by=SYSTEM, at=now)
        promised(at=now, name="两个工时内答复", statement_en="We answer within two working hours.")
        self.company, self.now = company, now

    def case(self, **more: Any) -> Case:
        given = {"branch": self.company.branch_a, "title": "晚到", "by": SYSTEM, "at": self.now} | more
        made = cases.open_case(**given)
        journal.drain_all(at=given["at"])
        return made

    def look(self, at: datetime) -> None:
        while sweep(at=at):
            pass
        climb(at=at)
        journal.drain_all(at=at)


@pytest.fixture
def house(company: Any, now: datetime) -> House:
    return House(company, now)


def called(kind: str = "promise.climb") -> list[tuple[str, str]]:
    told = Notice.objects.filter(kind__startswith=kind).select_related("staff").order_by("pk")
    return [(notice.staff.username, notice.params["reach"]) for notice in told]


def test_the_ladder_climbs_from_the_owner_to_the_site_the_region_and_the_head_office(
    house: House, zhouhang: Any, zhengkai: Any, linjing: Any, chenmo: Any, now: datetime
) -> None:
    case = house.case(owner=zhouhang)
    for minutes in range(0, 420, 20):
        house.look(now + timedelta(minutes=minutes, seconds=1))
    assert called() == [
        ("zhouhang", "owner"), ("zhengkai", "site"), ("dadong", "region"), ("linjing", "head_office"),
    ]  # fmt: skip
    assert set(Notice.objects.filter(kind__startswith="promise.climb").values_list("link", flat=True)) == {
        f"/desk/cases/{case.number}/"
    }
    assert not Notice.objects.filter(staff=chenmo).exists()


def test_a_late_sweep_calls_whoever_the_skipped_rungs_would_have_called_once_each(
    house: House, zhouhang: Any, zhengkai: Any, linjing: Any, now: datetime
) -> None:
    house.case(owner=zhouhang)
    house.look(now + timedelta(days=9))
    house.look(now + timedelta(days=9, minutes=1))
    assert sorted(called()) == [("dadong", "region"), ("linjing", "head_office"), ("zhengkai", "site")]
    assert Notice.objects.filter(staff=zhouhang, kind="promise.broken").count() == 1  # the owner hears of the breach


def test_the_broken_promise_itself_rings_the_owner_and_the_ladder_the_rest(
    house: House, zhouhang: Any, zhengkai: Any, now: datetime
) -> None:
    house.case(owner=zhouhang)
    house.look(now + timedelta(hours=2, seconds=1))
    broken = Notice.objects.filter(kind="promise.broken").values_list("staff__username", flat=True)
    assert (list(broken), called()) == (["zhouhang"], [("zhengkai", "site")])


def test_a_place_where_nobody_is_gives_it_to_the_next_above(house: House, linjing: Any, now: datetime) -> None:
    Staff.objects.filter(pk=house.regional.pk).update(is_active=False)
    house.case()
    house.look(now + timedelta(hours=3, seconds=1))
    assert ("linjing", "region") in called()


def test_the_person_complained_about_is_never_called(
    house: House, zhouhang: Any, zhengkai: Any, linjing: Any, now: datetime
) -> None:
    """A complaint about the branch's own manager passes by the branch; one about an agent passes by the agent."""
    house.case(accused=zhengkai, owner=zhouhang)
    house.look(now + timedelta(days=9))
    assert not Notice.objects.filter(staff=zhengkai).exists()
    assert ("dadong", "site") in called() or ("dadong", "region") in called()
    Notice.objects.all().delete()
    for accused in (linjing, house.regional, zhouhang):
        house.case(accused=accused, owner=zhouhang if accused is not zhouhang else zhengkai)
        house.look(now + timedelta(days=9))
        assert not Notice.objects.filter(staff=accused, kind__startswith="promise").exists()
        Notice.objects.all().delete()


def test_what_was_taken_up_before_the_bell_rang_rings_nobody(
    house: House, zhouhang: Any, zhengkai: Any, now: datetime
) -> None:
    house.case(owner=zhouhang)
    at = now + timedelta(hours=2, seconds=1)
    while sweep(at=at):
        pass
    climb(at=at)  # rung, and the bell is still owed
    acknowledge_escalations([Clock.objects.get().pk], staff=zhengkai, at=at)
    journal.drain_all(at=at + HOUR)
    assert called() == []


def test_the_alert_speaks_the_readers_language_and_time_zone(
    house: House, zhouhang: Any, now: datetime, mailoutbox: Any
) -> None:
    tokyo = open_branch(
        code="tokyo", name="东京", kind=Branch.Kind.REGION, parent=house.company.head, time_zone="Asia/Tokyo"
    )
    Branch.objects.filter(pk=house.company.branch_a.pk).update(
        parent=tokyo, path=f"{tokyo.path}{house.company.branch_a.pk}/"
    )
    house.company.branch_a.refresh_from_db()
    Staff.objects.filter(pk=house.regional.pk).update(branch=tokyo, locale="en")
    case = house.case(owner=zhouhang)
    house.look(now + timedelta(hours=1, seconds=1))
    (early,) = newest(zhouhang.pk, at=now + 2 * HOUR)[:1]
    with translation.override("en"):
        assert early.text == (
            f"The owner is called: the promise We answer within two working hours., {case.number}, "
            "has 59 minutes left, until 2026-11-18 12:00. Say “I have it” if you take it up."
        )
    with translation.override("zh-hans"):
        assert "两个工时内答复" in early.text
        assert case.number in early.text
    house.look(now + timedelta(hours=3, seconds=1))
    assert send_due_emails(at=now + timedelta(hours=3, seconds=1)) == 1  # the rung says: by e-mail, too
    assert mailoutbox[0].to == ["dadong@example.org"]
    assert mailoutbox[0].subject.startswith("The region is called: the promise We answer within two working hours.")
    assert "was broken at 2026-11-18 13:00" in mailoutbox[0].body  # 12:00 in Shanghai, read in Tokyo


def test_no_alert_at_midnight(house: House, zhouhang: Any, zhengkai: Any, now: datetime) -> None:
    """A promise by the clock breaks at 23:59: the bell waits for the morning, once; what is urgent rings at once."""
    promised("night", at=now, budget_kind="elapsed_seconds", budget=3600, stops_on=["case.closed"])
    evening = datetime(2026, 11, 18, 14, 59, tzinfo=UTC)  # 22:59 in Shanghai
    Staff.objects.filter(pk=zhengkai.pk).update(email="kai@example.org")
    set_preference(zhengkai, by_email=True, quiet_from=time(22), quiet_until=time(7))
    house.case(owner=zhouhang, at=evening)
    midnight = evening + HOUR + timedelta(seconds=30)
    house.look(midnight)
    morning = datetime(2026, 11, 18, 23, 0, tzinfo=UTC)  # 7:00 on the 19th
    assert [unread_count(zhengkai.pk, at=at) for at in (midnight, morning - HOUR, morning)] == [0, 0, 1]
    assert [send_due_emails(at=at) for at in (midnight, morning, morning + HOUR)] == [0, 1, 0]
    assert unread_count(zhouhang.pk, at=morning) == 1  # the case itself: somebody gave it to him at 22:59
    assert unread_count(zhouhang.pk, at=morning + HOUR) == 2  # the breach; the house is quiet until eight
    urgent = house.case(owner=zhouhang, at=evening, urgency="urgent")
    house.look(midnight)
    rang = Notice.objects.filter(staff=zhengkai, rings_at__lte=midnight).get()
    assert rang.link == f"/desk/cases/{urgent.number}/"


def test_the_quiet_hours_of_the_house_hold_for_whoever_said_nothing_else(
    house: House, zhouhang: Any, zhengkai: Any, now: datetime
) -> None:
    set_quiet_hours(time(11), time(14), by=SYSTEM, at=now)
    house.case(owner=zhouhang)
    house.look(now + timedelta(hours=2, seconds=1))  # 12:00
    noon, two = now + timedelta(hours=2, seconds=1), now + timedelta(hours=4)
    assert [unread_count(zhengkai.pk, at=at) for at in (noon, two)] == [0, 1]


def test_an_escalation_alert_never_reaches_the_customer(
    house: House, zhouhang: Any, zhengkai: Any, linjing: Any, gaoning: Any, now: datetime, mailoutbox: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Neither on the customer's page, nor in what is written to them, nor through any address that listens."""
    customer = register_customer(
        name="王小姐", contacts=[("email", "wang@example.org")], branch=house.company.branch_a, by=SYSTEM, at=now
    )
    monkeypatch.setattr(import_module("makegood.notices.operations.subscribe"), "check_url", lambda url: None)
    subscribe(name="everything", url="https://crm.example.org/hook", events=["*"], by=SYSTEM, at=now)
    case = house.case(customer=customer, owner=zhouhang)
    written = Message.objects.filter(thread=case.thread).count()
    page = Client().get(f"/t/{cases.make_tracking_link(case, by=SYSTEM, at=now)}").content.decode()
    for minutes in range(10, 500, 30):
        house.look(now + timedelta(minutes=minutes))
    acknowledge_escalations([Clock.objects.get().pk], staff=linjing, at=now + timedelta(hours=9))
    late = now + timedelta(hours=9)
    journal.drain_all(at=late)
    assert Entry.objects.filter(name="commitments.PromiseEscalated").count() == 4
    assert Message.objects.filter(thread=case.thread).count() == written
    cases.deliver_mail(at=late)
    send_due_emails(at=late)
    assert all("wang@example.org" not in mail.to or "is called" not in mail.body for mail in mailoutbox)
    after = Client().get(f"/t/{cases.make_tracking_link(case, by=SYSTEM, at=late)}").content.decode()
    for html in (page, after):
        for word in ("上报", "升级", "escalat", "is called", "大东", "林静", "总部"):
            assert word not in html
    heard = set(WebhookDelivery.objects.values_list("entry__name", flat=True))
    assert "commitments.PromiseBroken" in heard
    assert not heard & {
        "commitments.PromiseEscalated", "commitments.EscalationAcknowledged", "commitments.PromiseDueSoon",
    }  # fmt: skip
    assert not [name for name in event_names() if name.startswith("commitments.Escal") or "DueSoon" in name]
    assert not Outbox.objects.exclude(state="done").exists()
