"""The sweep: late, twice, by two workers; what it leaves alone. D5, D6."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.operations import hear, hear_batch, merge_clocks, sweep
from makegood.commitments.tests.factories import promised, signal
from makegood.journal.models import Entry, Outbox
from makegood.kit.actor import SYSTEM


def broken_entries() -> list[Entry]:
    return list(Entry.objects.filter(name="commitments.PromiseBroken"))


@pytest.mark.django_db
def test_a_breach_is_dated_when_it_fell_due_however_late_the_sweep(now: Any) -> None:  # D5
    promised(at=now, is_guarantee=True, remedy_code="coupon")
    hear(signal("case.opened"), at=now)
    assert sweep(at=now + timedelta(hours=2)) == 0  # it can still be kept at this very instant
    assert sweep(at=now + timedelta(days=3)) == 1
    assert sweep(at=now + timedelta(days=4)) == 0
    [entry] = broken_entries()
    assert (entry.at, entry.subject_kind, entry.subject_id) == (now + timedelta(hours=2), "case", 1)
    assert entry.data["remedy_code"] == "coupon"
    assert ClockVerdict.objects.get().decided_at == now + timedelta(hours=2)


@pytest.mark.django_db
def test_a_subject_that_is_still_owed_earlier_news_is_left_alone(now: Any) -> None:  # D6
    promised(at=now)
    hear(signal("case.opened"), at=now)
    entry = Entry.objects.create(
        name="cases.CaseReplied", data={}, subject_kind="case", subject_id=1, actor_kind="system", mode="live", at=now
    )
    row = Outbox.objects.create(
        reaction="a.test", entry=entry, subject_kind="case", subject_id=1, dated=now, next_at=now
    )
    assert sweep(at=now + timedelta(days=1)) == 0
    Outbox.objects.filter(pk=row.pk).update(state="done")
    assert sweep(at=now + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_grace_holds_the_sweep_back_but_not_the_date(now: Any) -> None:
    promised(at=now, grace_seconds=600)
    hear(signal("case.opened"), at=now)
    assert sweep(at=now + timedelta(hours=2, minutes=9)) == 0
    assert sweep(at=now + timedelta(hours=2, minutes=11)) == 1
    assert broken_entries()[0].at == now + timedelta(hours=2)


@pytest.mark.django_db
def test_each_warning_comes_once_and_late_sweeps_skip_the_lower_ones(now: Any) -> None:  # D5
    promised(at=now, warning_shares=[50, 80])
    hear_batch([signal("case.opened", 1)], at=now)
    assert sweep(at=now + timedelta(minutes=59)) == 0
    assert sweep(at=now + timedelta(minutes=60)) == 1
    assert sweep(at=now + timedelta(minutes=61)) == 0
    assert sweep(at=now + timedelta(minutes=97)) == 1
    assert sweep(at=now + timedelta(minutes=98)) == 0
    hear_batch([signal("case.opened", 2, at=now)], at=now)
    assert sweep(at=now + timedelta(minutes=99)) == 1
    warned = Entry.objects.filter(name="commitments.PromiseDueSoon").order_by("id")
    assert [entry.data["share"] for entry in warned] == [50, 80, 80]


@pytest.mark.django_db(transaction=True)
def test_a_start_and_a_stop_told_at_once_see_each_other(now: Any) -> None:
    promised(at=now)
    barrier = Barrier(2)

    def tell(name: str, minutes: int) -> None:
        try:
            barrier.wait()
            for pk in range(1, 16):
                hear(signal(name, pk, now + timedelta(minutes=minutes)), at=now + timedelta(hours=1))
        finally:
            connection.close()

    workers = [Thread(target=tell, args=args) for args in (("case.opened", 0), ("case.answered", 30))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert list(Clock.objects.values_list("state", flat=True)) == ["kept"] * 15


@pytest.mark.django_db
def test_a_merge_keeps_the_earliest_clock_with_its_verdict(now: Any) -> None:
    promised(at=now)
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.opened", 2), at=now + timedelta(hours=1))
    sweep(at=now + timedelta(hours=2, minutes=30))
    first = Clock.objects.get(subject_id=1)
    assert first.state == "broken"
    merge_clocks(("case", 2), ("case", 1), by=SYSTEM, at=now + timedelta(hours=2, minutes=40))
    assert dict(Clock.objects.values_list("subject_id", "state")) == {2: "broken", 1: "withdrawn"}
    assert Clock.objects.get(subject_id=2).pk == first.pk
    assert len(broken_entries()) == 1
    assert sweep(at=now + timedelta(days=2)) == 0  # the merged case never breaks


@pytest.mark.django_db
def test_merging_a_later_case_leaves_the_earlier_clock_as_it_was(now: Any) -> None:
    promised(at=now)
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.opened", 2), at=now + timedelta(hours=1))
    merge_clocks(("case", 1), ("case", 2), by=SYSTEM, at=now + timedelta(hours=1))
    hear(signal("case.closed", 2), at=now + timedelta(hours=1))
    found = {clock.subject_id: (clock.state, clock.started_at) for clock in Clock.objects.all()}
    assert found[1] == ("running", now)
    assert found[2][0] == "withdrawn"
