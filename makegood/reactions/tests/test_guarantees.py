"""A broken guarantee makes itself good, a late parcel is told of first. D6, N1, B10"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.cases.models import Case
from makegood.commitments.models import Clock
from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
from makegood.conversations.models import Message
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations import record_encounter, record_stage, watch_stages
from makegood.kit.actor import SYSTEM
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Offer
from makegood.recovery.operations import accept

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def dishes(company: Any, zhouhang: Any, now: Any) -> None:
    before = now - 30 * DAY
    install_defaults(at=before)
    open_budgets([company.branch_a], [date(now.year, now.month, 1)], at=before, yuan_a_month=1_000)
    define_calendar(code="always", name="全天", week=["00:00-24:00"] * 7, by=SYSTEM, at=before)
    promise(
        before, "dishes", "elapsed_seconds", 1_800, ["stage.dishes.started"], ["stage.dishes.ended"],
        is_guarantee=True, remedy_code="coupon",
    )  # fmt: skip
    promise(before, "delivery", "promised", 1, ["encounter.started"], ["stage.delivery.ended"])


def promise(at: Any, code: str, *measure: Any, **more: Any) -> None:
    draft = Draft(code, "准时上菜", "三十分钟上齐", "always", *measure, **more)
    version = draft_commitment(draft, by=SYSTEM, at=at)
    review(version, by=SYSTEM, at=at)
    publish(version, by=SYSTEM, at=at)


def meal(company: Any, now: Any, customer: Any) -> Encounter:
    made = record_encounter(
        kind="visit", reference="V1", branch=company.branch_a, started_at=now, customer=customer, by=SYSTEM, at=now
    )
    record_stage(made, "dishes", started_at=now, by=SYSTEM, at=now)
    journal.drain_all(at=now)
    return made


def swept(at: Any) -> None:
    for _ in range(2):  # late, and twice
        sweep(at=at)
        journal.drain_all(at=at)


def notices() -> list[str]:
    return [m.body for m in Message.objects.filter(kind="notice").order_by("pk")]


def test_a_late_dish_opens_a_case_and_offers_once_with_a_link(
    dishes: None, company: Any, now: Any, wangfang: Any
) -> None:  # N1
    visit = meal(company, now, wangfang)
    swept(now + 31 * MINUTE)
    swept(now + 600 * MINUTE)
    case, offer = Case.objects.get(), Offer.objects.get()
    assert (case.encounter, case.source, case.customer) == (visit, "internal", wangfang)
    assert (offer.status, offer.source, offer.verdict) == ("offered", "guarantee", 1)
    assert "{{ link }}" in Message.objects.get(kind="offer").body


def test_news_after_a_breach_takes_the_offer_back_kindly_and_a_second_breach_offers_again(
    dishes: None, company: Any, now: Any, wangfang: Any
) -> None:  # N1
    visit = meal(company, now, wangfang)
    swept(now + 31 * MINUTE)
    record_stage(visit, "dishes", ended_at=now + 27 * MINUTE, by=SYSTEM, at=now + 40 * MINUTE)
    journal.drain_all(at=now + 40 * MINUTE)
    assert (Clock.objects.get(commitment__code="dishes").state, Offer.objects.get().status) == ("kept", "cancelled")
    assert len(notices()) == 1
    record_stage(visit, "dishes", started_at=now - 4 * MINUTE, by=SYSTEM, at=now + 50 * MINUTE)
    swept(now + 51 * MINUTE)
    assert Clock.objects.get(commitment__code="dishes").state == "broken"  # 31 minutes
    assert list(Offer.objects.order_by("pk").values_list("status", "verdict")) == [("cancelled", 1), ("offered", 3)]
    assert Case.objects.count() == 1


def test_an_accepted_offer_stands_whatever_is_heard_later(
    dishes: None, company: Any, now: Any, wangfang: Any
) -> None:  # N1
    visit = meal(company, now, wangfang)
    swept(now + 31 * MINUTE)
    accept(Offer.objects.get(), None, by=wangfang.actor, at=now + 35 * MINUTE)
    record_stage(visit, "dishes", ended_at=now + 20 * MINUTE, by=SYSTEM, at=now + 40 * MINUTE)
    journal.drain_all(at=now + 40 * MINUTE)
    assert Clock.objects.get(commitment__code="dishes").state == "kept"
    assert Offer.objects.get().status == "fulfilled"
    assert notices() == []


def test_history_pays_nobody(dishes: None, company: Any, now: Any, wangfang: Any) -> None:  # N1
    with journal.in_mode("backfill"):
        made = record_encounter(
            kind="visit", reference="V1", branch=company.branch_a, started_at=now, customer=wangfang, by=SYSTEM, at=now
        )
        record_stage(made, "dishes", started_at=now, ended_at=now + 90 * MINUTE, by=SYSTEM, at=now + DAY)
    swept(now + DAY)
    assert not Offer.objects.exists()
    assert not Case.objects.exists()


def parcel(company: Any, now: Any, customer: Any, **told: Any) -> Encounter:
    made = record_encounter(
        kind="order", reference="D1", branch=company.branch_a, started_at=now, customer=customer, by=SYSTEM, at=now
    )
    record_stage(made, "delivery", started_at=now, promised_at=now + 2 * DAY, **told, by=SYSTEM, at=now)
    journal.drain_all(at=now)
    return made


def test_a_delay_is_told_at_once_and_once_a_change(dishes: None, company: Any, now: Any, wangfang: Any) -> None:  # B10
    order = parcel(company, now, wangfang)
    for said, estimate in ((1, 3), (1, 3), (2, 4)):
        at = now + said * timedelta(hours=1)
        record_stage(order, "delivery", expected_at=now + estimate * DAY, said_at=at, by=SYSTEM, at=at)
        journal.drain_all(at=at)
    first, second = notices()
    assert "D1" in first
    assert "{{ link }}" in first  # the customer's own page
    assert "2026-11-21 10:00" in first  # Shanghai
    assert "2026-11-22 10:00" in second
    stage = Stage.objects.get()
    assert (stage.late_since, stage.told_at) == (now + timedelta(hours=1), now + timedelta(hours=1))
    assert Case.objects.count() == 1


def test_an_estimate_within_the_promise_alarms_nobody(dishes: None, company: Any, now: Any, wangfang: Any) -> None:
    order = parcel(company, now, wangfang)
    record_stage(order, "delivery", expected_at=now + DAY, said_at=now, by=SYSTEM, at=now)
    journal.drain_all(at=now)
    assert notices() == []


def test_a_promised_day_that_passes_in_silence_is_told_of_and_broken(
    dishes: None, company: Any, now: Any, wangfang: Any
) -> None:  # B10
    parcel(company, now, wangfang)
    assert watch_stages(at=now + DAY) == 0
    assert watch_stages(at=now + 2 * DAY) == 1
    assert watch_stages(at=now + 2 * DAY) == 0
    journal.drain_all(at=now + 2 * DAY)
    assert len(notices()) == 1
    swept(now + 2 * DAY + MINUTE)
    assert Clock.objects.get(commitment__code="delivery").state == "broken"


def test_a_parcel_that_has_not_left_hours_before_its_day_is_told_of(
    dishes: None, company: Any, now: Any, wangfang: Any
) -> None:  # B10
    made = record_encounter(
        kind="order", reference="D2", branch=company.branch_a, started_at=now, customer=wangfang, by=SYSTEM, at=now
    )
    record_stage(made, "delivery", promised_at=now + 2 * DAY, by=SYSTEM, at=now)
    assert watch_stages(at=now + 2 * DAY - timedelta(hours=7)) == 0
    assert watch_stages(at=now + 2 * DAY - timedelta(hours=5)) == 1


def test_what_has_arrived_by_the_time_of_telling_is_not_told(
    dishes: None, company: Any, now: Any, wangfang: Any
) -> None:
    order = parcel(company, now, wangfang)
    assert watch_stages(at=now + 2 * DAY) == 1
    record_stage(order, "delivery", ended_at=now + 2 * DAY, by=SYSTEM, at=now + 2 * DAY)
    journal.drain_all(at=now + 2 * DAY)
    assert notices() == []


def test_at_night_the_page_knows_at_once_and_the_post_waits_for_the_morning(
    dishes: None, company: Any, now: Any, qiming: Any
) -> None:  # B10
    order = parcel(company, now, qiming)  # has an e-mail address
    night = now + timedelta(hours=13)  # 23:00 in Shanghai
    record_stage(order, "delivery", expected_at=now + 3 * DAY, said_at=night, by=SYSTEM, at=night)
    journal.drain_all(at=night)
    message = Message.objects.get(kind="notice")
    assert (message.occurred_at, message.next_attempt_at) == (night, now + timedelta(hours=22))  # 08:00 next day
