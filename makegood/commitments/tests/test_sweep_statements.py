"""The sweep's statements against the rule clock by clock; what a crash, a race and a late word leave behind. D5, D6."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.commitments.models import Clock, ClockVerdict, CommitmentVersion
from makegood.commitments.operations import hear_batch, sweep, sweep_statements
from makegood.commitments.operations.sweep import break_due
from makegood.commitments.tests.factories import promised, signal
from makegood.commitments.tests.slow_sweep import break_slowly
from makegood.journal.models import Entry, Outbox
from makegood.kit.actor import SYSTEM, Actor

HOUR = timedelta(hours=1)
EVENT = "commitments.PromiseBroken"


class Made(NamedTuple):
    """A clock of the property, with what surrounds it; hours count from `now`, minutes are grace."""

    state: str
    due: int
    grace: int
    is_history: bool
    verdicts: int
    last_counted: int
    news: int | None
    news_state: str
    own_news: bool
    is_guarantee: bool


clocks = st.builds(
    Made,
    state=st.sampled_from(["running", "running", "paused", "broken", "kept"]),
    due=st.integers(-5, 5),
    grace=st.sampled_from([0, 0, 30, 300]),
    is_history=st.booleans(),
    verdicts=st.integers(0, 3),
    last_counted=st.integers(-3, 3),
    news=st.none() | st.integers(-6, 6),
    news_state=st.sampled_from(["pending", "pending", "done", "parked"]),
    own_news=st.booleans(),
    is_guarantee=st.booleans(),
)


def make(made: list[Made], plain: CommitmentVersion, guarantee: CommitmentVersion, now: datetime) -> None:
    for pk, one in enumerate(made, 1):
        version, is_open = guarantee if one.is_guarantee else plain, one.state in ("running", "paused")
        due = now + one.due * HOUR + timedelta(seconds=pk)
        clock = Clock.objects.create(
            commitment=version.commitment, version=version, subject_kind="case", subject_id=pk, state=one.state,
            started_at=now - 9 * HOUR, due_at=due, is_history=one.is_history, made_at=now, warn_at=due - HOUR,
            sweep_at=due + timedelta(minutes=one.grace) if is_open else None,
        )  # fmt: skip
        for number in range(1, one.verdicts + 1):
            counted_at = now + one.last_counted * HOUR - (one.verdicts - number) * HOUR
            ClockVerdict.objects.create(
                clock=clock, number=number, outcome=["broken", "void", "kept"][number - 1], decided_at=due - HOUR,
                counted_at=counted_at, superseded_at=counted_at + HOUR if number < one.verdicts else None,
            )  # fmt: skip
        if one.news is not None:
            _owe(
                pk,
                now + one.news * HOUR + timedelta(seconds=pk),
                one.news_state,
                "commitments.PromiseKept" if one.own_news else "cases.Heard",
            )


def _owe(pk: int, dated: datetime, state: str, name: str) -> None:
    entry = Entry.objects.create(
        name=name, data={}, subject_kind="case", subject_id=pk, actor_kind="system", mode="live", at=dated
    )
    Outbox.objects.create(
        reaction="a.test", entry=entry, subject_kind="case", subject_id=pk, dated=dated, next_at=dated, state=state
    )


def everything() -> list[Any]:
    """All that a sweep may touch, ids of what it writes left out."""
    return [
        list(Clock.objects.order_by("subject_id").values_list("subject_id", "state", "sweep_at", "warn_at", "due_at")),
        list(
            ClockVerdict.objects.order_by("clock__subject_id", "number").values_list(
                "clock__subject_id", "number", "outcome", "decided_at", "counted_at", "superseded_at"
            )
        ),
        [
            (e.name, {**e.data, "clock_id": 0}, e.subject_kind, e.subject_id, e.branch_id, e.actor, e.mode, e.at)
            for e in Entry.objects.order_by("at", "subject_id", "id")
        ],
        list(
            Outbox.objects.order_by("entry__at", "subject_id", "id").values_list(
                "reaction",
                "subject_kind",
                "subject_id",
                "dated",
                "state",
                "attempts",
                "next_at",
                "done_at",
                "last_error",
            )
        ),
    ]


def undone(prepare: Callable[[], None], work: Callable[[], int]) -> tuple[int, list[Any]]:
    with transaction.atomic():
        prepare()
        count = work()
        found = everything()
        transaction.set_rollback(True)
    return count, found


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=st.lists(clocks, min_size=1, max_size=12), limit=st.sampled_from([3, 100]))
def test_the_statement_amounts_to_the_rule_clock_by_clock(now: datetime, made: list[Made], limit: int) -> None:
    with transaction.atomic():
        plain = promised("plain", at=now)
        guarantee = promised("guarantee", at=now, is_guarantee=True, remedy_code="coupon")
        by = Actor.staff(5)

        def prepare() -> None:
            make(made, plain, guarantee, now)

        slowly = undone(prepare, lambda: break_slowly(at=now, limit=limit, by=by))
        at_once = undone(prepare, lambda: break_due(at=now, limit=limit, by=by))
        assert at_once == slowly
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_news_is_looked_up_by_subject_even_where_the_statistics_know_an_empty_queue(now: datetime) -> None:
    """After a burst of breaches the old plan walked the whole queue for each clock."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sweep_statements.CLAIM_DUE}", {"at": now, "limit": 5})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Scan using outbox_pending" in plan
    assert "outbox_waiting" not in plan
    assert "Materialize" not in plan


@pytest.mark.django_db
def test_what_should_have_been_broken_first_is_broken_first(now: datetime) -> None:
    promised(at=now)
    for pk in range(1, 7):
        hear_batch([signal("case.opened", pk, at=now + timedelta(minutes=9 - pk))], at=now + HOUR)
    for left in (5, 4):
        assert sweep(at=now + timedelta(days=1), limit=1) == 1
        assert Clock.objects.open().count() == left
    assert list(Entry.objects.filter(name=EVENT).order_by("id").values_list("subject_id", flat=True)) == [6, 5]


@pytest.mark.django_db
@pytest.mark.parametrize(("after_due", "broken"), [(0, 0), (1, 1)])
def test_news_of_the_very_instant_holds_the_sweep_back_later_news_does_not(
    now: datetime, after_due: int, broken: int
) -> None:  # D6
    promised(at=now)
    hear_batch([signal("case.opened", 1)], at=now)
    due = Clock.objects.get().due_at
    assert due is not None
    _owe(1, due + timedelta(microseconds=after_due), "pending", "cases.CaseReplied")
    assert sweep(at=now + timedelta(days=1)) == broken


@pytest.mark.django_db
def test_a_sweep_takes_more_than_its_first_batch(now: datetime) -> None:
    promised(at=now)
    hear_batch([signal("case.opened", pk) for pk in range(1, 260)], at=now)
    taken = []
    while found := sweep(at=now + timedelta(days=1), limit=100):
        taken.append(found)
    assert taken == [100, 100, 59]
    assert Entry.objects.filter(name=EVENT).count() == 259


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_breach(now: datetime) -> None:  # D6
    promised(at=now)
    hear_batch([signal("case.opened", pk) for pk in range(1, 401)], at=now)
    barrier, taken = Barrier(2), []

    def work() -> None:
        try:
            barrier.wait()
            while found := sweep(at=now + timedelta(days=1), limit=10):
                taken.append(found)
        finally:
            connection.close()

    _at_once(work, work)
    assert sum(taken) == 400
    assert sorted(Entry.objects.filter(name=EVENT).values_list("subject_id", flat=True)) == list(range(1, 401))
    assert list(ClockVerdict.objects.values_list("outcome", "number").distinct()) == [("broken", 1)]
    assert ClockVerdict.objects.count() == 400


def _at_once(*works: Callable[[], None]) -> None:
    workers = [Thread(target=work) for work in works]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before the write", "after the write"])
def test_a_crash_in_the_middle_leaves_nothing_and_the_next_sweep_does_it_all(
    now: datetime, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised(at=now)
    hear_batch([signal("case.opened", pk) for pk in range(1, 31)], at=now)
    before, late = everything(), now + timedelta(days=1)
    die = "SELECT pg_terminate_backend(pg_backend_pid())"
    broken = sweep_statements.BREAK
    monkeypatch.setattr(sweep_statements, "BREAK", die if moment == "before the write" else f"{broken}; {die}")
    with pytest.raises((OperationalError, DatabaseError)):
        sweep(at=late)
    connection.close()
    assert everything() == before
    monkeypatch.setattr(sweep_statements, "BREAK", broken)
    assert sweep(at=late) == 30
    assert sweep(at=late) == 0


@pytest.mark.django_db(transaction=True)
def test_a_verdict_written_while_the_sweep_was_waiting_keeps_its_number(now: datetime) -> None:
    """The claim's view of the world is older than the clock's lock; the write must not be."""
    promised(at=now)
    hear_batch([signal("case.opened", 1)], at=now)
    clock = Clock.objects.get()

    def overruled() -> None:
        try:
            ClockVerdict.objects.create(clock=clock, outcome="void", decided_at=now, counted_at=now + 9 * HOUR)
        finally:
            connection.close()

    def between(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "INSERT INTO commitments_clockverdict" in sql:
            _at_once(overruled)
        return execute(sql, params, many, context)

    clock_free = sweep_statements.CLAIM_DUE.replace("FOR UPDATE", "FOR NO KEY UPDATE")  # lets a verdict be added
    with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(between):
        patch.setattr(sweep_statements, "CLAIM_DUE", clock_free)
        assert break_due(at=now + 3 * HOUR, by=SYSTEM) == 1
    assert list(ClockVerdict.objects.order_by("number").values_list("number", "outcome", "counted_at")) == [
        (1, "void", now + 9 * HOUR),
        (2, "broken", now + 9 * HOUR),
    ]


@pytest.mark.django_db
def test_a_batch_takes_the_same_few_queries_however_many_it_breaks_and_warns(
    now: datetime, django_assert_num_queries: Any
) -> None:
    promised(at=now, warning_shares=[50, 80])
    hear_batch([signal("case.opened", pk) for pk in range(1, 201)], at=now)
    with django_assert_num_queries(8):  # two savepoints; two for the due, which find none; three for the warnings
        assert sweep(at=now + HOUR) == 200
    with django_assert_num_queries(7):
        assert sweep(at=now + 3 * HOUR) == 200
