"""The ladder: who is called when, once, and until somebody has it. D5"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from makegood import journal
from makegood.commitments.models import Escalation, EscalationRing
from makegood.commitments.operations import (
    acknowledge_escalations,
    climb,
    define_ladder,
    hear,
    hear_batch,
    merge_clocks,
    sweep,
)
from makegood.commitments.queries import escalations_of
from makegood.commitments.rules.escalation import Reach, Rung
from makegood.commitments.tests.factories import promised, signal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, SomebodyWasFaster

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LADDER = [
    Rung(Reach.OWNER, 50), Rung(Reach.SITE), Rung(Reach.REGION, after=3600), Rung(Reach.HEAD_OFFICE, after=10_800),
]  # fmt: skip


def rung() -> list[tuple[int, int]]:
    told = Entry.objects.filter(name="commitments.PromiseEscalated").order_by("id")
    return [(entry.data["since"], entry.data["rung"]) for entry in told]


def look(at: datetime) -> None:
    while sweep(at=at):
        pass
    climb(at=at)


@pytest.fixture
def _laddered(now: Any, db: Any) -> Any:
    define_ladder(LADDER, by=SYSTEM, at=now)
    return promised(at=now)  # two working hours from 10:00 on a Wednesday


@pytest.mark.usefixtures("_laddered")
def test_each_rung_rings_once_in_its_time(now: Any) -> None:
    hear(signal("case.opened"), at=now)
    seen = []
    for minutes in range(0, 420, 10):
        look(now + timedelta(minutes=minutes))
        seen.append(len(rung()))
    assert [10 * seen.index(n) for n in (1, 2, 3, 4)] == [60, 130, 180, 300]  # broken the moment after it was due
    assert rung() == [(0, 1), (1, 2), (2, 3), (3, 4)]
    one = Escalation.objects.get()
    assert (one.ring_at, one.rung, one.is_open) == (None, 4, True)
    assert [ring.due_at for ring in EscalationRing.objects.all()] == one.times


@pytest.mark.usefixtures("_laddered")
def test_a_late_sweep_rings_the_highest_due_rung_only(now: Any) -> None:
    hear(signal("case.opened"), at=now)
    look(now + timedelta(hours=3, minutes=30))
    look(now + timedelta(hours=3, minutes=31))
    assert rung() == [(0, 3)]
    look(now + timedelta(days=30))
    assert rung() == [(0, 3), (3, 4)]


@pytest.mark.usefixtures("_laddered")
def test_a_rung_after_the_breach_waits_for_the_breach(now: Any) -> None:
    hear(signal("case.opened"), at=now)
    climb(at=now + timedelta(hours=4))  # the sweep has not been here yet: news may be on its way
    assert rung() == []
    look(now + timedelta(hours=4))
    assert rung() == [(0, 3)]


@pytest.mark.usefixtures("_laddered")
def test_nobody_is_called_higher_once_somebody_has_it(now: Any, zhengkai: Any, zhouhang: Any) -> None:
    hear(signal("case.opened"), at=now)
    look(now + timedelta(hours=2, minutes=1))
    clock_id = Escalation.objects.get().clock_id
    assert acknowledge_escalations([clock_id], staff=zhengkai, at=now + timedelta(hours=2, minutes=5)) == 1
    look(now + timedelta(days=5))
    assert rung() == [(0, 2)]
    one = Escalation.objects.get()
    assert (one.acknowledged_by_id, one.acknowledged_at) == (zhengkai.pk, now + timedelta(hours=2, minutes=5))
    entry = Entry.objects.get(name="commitments.EscalationAcknowledged")
    assert (entry.actor, entry.data["rung"], entry.subject_kind, entry.subject_id) == (zhengkai.actor, 2, "case", 1)
    with pytest.raises(SomebodyWasFaster):
        acknowledge_escalations([clock_id], staff=zhouhang, at=now + timedelta(hours=3))


@pytest.mark.usefixtures("_laddered")
def test_what_has_not_rung_cannot_be_acknowledged(now: Any, zhengkai: Any) -> None:
    hear(signal("case.opened"), at=now)
    with pytest.raises(SomebodyWasFaster):
        acknowledge_escalations([Escalation.objects.get().clock_id], staff=zhengkai, at=now)


@pytest.mark.usefixtures("_laddered")
def test_an_answer_ends_the_ladder_before_and_after_the_breach(now: Any) -> None:
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.answered", 1), at=now + HOUR / 2)
    hear(signal("case.opened", 2), at=now)
    look(now + timedelta(hours=2, minutes=1))
    hear(signal("case.answered", 2), at=now + timedelta(hours=2, minutes=30))
    look(now + timedelta(days=9))
    assert rung() == [(0, 2)]
    assert list(Escalation.objects.values_list("is_over", "ring_at")) == [(True, None)] * 2
    assert escalations_of(("case", 2)) == []


def test_a_cancelled_promise_ends_its_ladder(now: Any) -> None:
    define_ladder(LADDER, by=SYSTEM, at=now)
    promised(at=now, cancels_on=["case.closed"])
    hear(signal("case.opened"), at=now)
    hear(signal("case.closed"), at=now + HOUR / 2)
    look(now + timedelta(days=9))
    assert rung() == []


@pytest.mark.usefixtures("_laddered")
def test_a_merged_case_escalates_no_more(now: Any) -> None:
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.opened", 2), at=now + HOUR / 2)
    merge_clocks(("case", 1), ("case", 2), by=SYSTEM, at=now + HOUR / 2)
    look(now + timedelta(hours=9))
    told = Entry.objects.filter(name="commitments.PromiseEscalated")
    assert [entry.subject_id for entry in told] == [1]
    assert Escalation.objects.get(clock__subject_id=2).is_over


def test_a_pause_holds_the_ladder_and_does_not_shorten_it(now: Any) -> None:
    define_ladder(LADDER, by=SYSTEM, at=now)
    promised(at=now, pauses_on=["case.waiting_for_customer"], resumes_on=["case.customer_answered"])
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=7), at=now + HOUR / 2)
    assert Escalation.objects.get().ring_at is None
    look(now + timedelta(hours=5))
    assert rung() == []
    hear(signal("case.customer_answered"), at=now + timedelta(hours=5))
    assert Escalation.objects.get().ring_at == now + timedelta(hours=5, minutes=30)
    look(now + timedelta(hours=5, minutes=29))
    assert rung() == []
    look(now + timedelta(hours=5, minutes=30))
    assert rung() == [(0, 1)]


def test_urgent_matters_climb_through_night_and_weekend_others_do_not(now: Any) -> None:
    define_ladder(LADDER, by=SYSTEM, at=now)
    promised(at=now)
    friday = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai: due at 17:30, half an hour is left
    hear_batch([signal("case.opened", 1, urgency="normal"), signal("case.opened", 2, urgency="urgent")], at=friday)
    for hours in range(60):
        look(friday + timedelta(hours=hours, minutes=1))
    told = Entry.objects.filter(name="commitments.PromiseEscalated").order_by("id")
    ends = {pk: [entry.data["rung"] for entry in told if entry.subject_id == pk] for pk in (1, 2)}
    assert ends == {1: [1, 2], 2: [1, 2, 3, 4]}
    look(datetime(2026, 11, 23, 1, 29, tzinfo=UTC))  # Monday 9:29: not one working hour after the breach
    assert len(rung()) == 6
    look(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    assert len(rung()) == 7


@pytest.mark.usefixtures("_laddered")
def test_reprioritising_moves_the_rungs_that_have_not_rung(now: Any) -> None:
    friday = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai: due at 17:30, half an hour is left
    hear(signal("case.opened", urgency="normal"), at=friday)
    look(friday + HOUR)
    monday = Escalation.objects.get().times[2]
    hear(signal("case.reprioritised", urgency="urgent"), at=friday + HOUR)
    one = Escalation.objects.get()
    assert (one.is_urgent, one.rung) == (True, 1)
    assert (monday, one.times[2]) == (datetime(2026, 11, 23, 1, 30, tzinfo=UTC), friday + 3 * HOUR)


@pytest.mark.usefixtures("_laddered")
def test_a_changed_ladder_leaves_running_promises_as_they_were(now: Any) -> None:
    hear(signal("case.opened", 1), at=now)
    define_ladder([Rung(Reach.HEAD_OFFICE, 10)], by=SYSTEM, at=now)
    hear(signal("case.opened", 2), at=now)
    look(now + timedelta(minutes=12))
    assert [entry.subject_id for entry in Entry.objects.filter(name="commitments.PromiseEscalated")] == [2]
    assert dict(Escalation.objects.values_list("clock__subject_id", "ladder__number")) == {1: 1, 2: 2}


def test_a_promise_may_have_a_ladder_of_its_own_or_none(now: Any) -> None:
    define_ladder(LADDER, by=SYSTEM, at=now)
    own, none = promised("own", at=now).commitment, promised("none", at=now).commitment
    promised("house", at=now)
    define_ladder([Rung(Reach.REGION, 25)], commitment=own, by=SYSTEM, at=now)
    define_ladder([], commitment=none, by=SYSTEM, at=now)
    hear(signal("case.opened", 1), at=now)
    found = Escalation.objects.order_by("clock__commitment__code")
    assert [(one.clock.commitment.code, len(one.times)) for one in found] == [("house", 4), ("own", 1)]
    define_ladder(None, commitment=own, by=SYSTEM, at=now)
    hear(signal("case.opened", 2), at=now)
    assert Escalation.objects.get(clock__subject_id=2, clock__commitment=own).times == found[0].times


def test_what_is_no_ladder_is_refused_in_words(now: Any) -> None:
    for rungs, words in (
        ([Rung(Reach.SITE), Rung(Reach.REGION)], "Each step must come later"),
        ([Rung(Reach.REGION), Rung(Reach.SITE, after=1)], "A ladder climbs"),
        ([Rung(Reach.SITE, 100)], "between 1 and 99 %"),
        ([Rung(Reach.SITE, share) for share in range(10, 80, 10)], "at most six steps"),
    ):
        with translation.override("en"), pytest.raises(Invalid, match=words):
            define_ladder(rungs, by=SYSTEM, at=now)


@pytest.mark.usefixtures("_laddered")
def test_history_escalates_nothing(now: Any) -> None:
    with journal.in_mode(journal.Mode.BACKFILL):
        hear(signal("case.opened", at=now - timedelta(days=3)), at=now)
    look(now)
    assert not Escalation.objects.exists()


@pytest.mark.usefixtures("_laddered")
def test_climbing_costs_the_same_number_of_queries_for_one_and_for_many(now: Any) -> None:
    counted = []
    for number, pks in ((1, [1]), (2, list(range(10, 210)))):
        hear_batch([signal("case.opened", pk) for pk in pks], at=now)
        at = now + HOUR + number * timedelta(seconds=1)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert climb(at=at) == len(pks)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 7


@pytest.mark.django_db(transaction=True)
def test_two_workers_ring_each_rung_once(now: Any) -> None:
    define_ladder(LADDER, by=SYSTEM, at=now)
    promised(at=now)
    hear_batch([signal("case.opened", pk) for pk in range(1, 81)], at=now)
    late = now + timedelta(hours=2, minutes=1)
    while sweep(at=late):
        pass
    barrier, taken = Barrier(2), []

    def work() -> None:
        try:
            barrier.wait()
            while found := climb(at=late, limit=7):
                taken.append(found)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    climb(at=late)
    assert sum(taken) == 80
    assert rung() == [(0, 2)] * 80
    assert EscalationRing.objects.count() == 80
