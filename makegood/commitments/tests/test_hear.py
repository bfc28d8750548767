"""What the room makes of signals. D5; the named failures of other systems."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.commitments.models import Clock, ClockVerdict, HeardSignal
from makegood.commitments.operations import hear, hear_batch, measure_history, sweep
from makegood.commitments.queries import attainment, clocks_of
from makegood.commitments.tests.factories import promised, shanghai, signal
from makegood.journal.models import Entry

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    found = Entry.objects.filter(name__startswith="commitments.Promise").order_by("id")
    return [entry.name.removeprefix("commitments.") for entry in found]


def test_a_promise_answered_in_time_is_kept(now: Any) -> None:  # D5
    promised(at=now)
    hear(signal("case.opened"), at=now)
    hear(signal("case.answered"), at=now + timedelta(hours=2))
    clock = Clock.objects.get()
    assert (clock.state, clock.due_at, clock.ended_at) == ("kept", now + timedelta(hours=2), now + timedelta(hours=2))
    verdict = clock.verdicts.get()
    assert (verdict.number, verdict.outcome, verdict.decided_at) == (1, "kept", now + timedelta(hours=2))
    assert names() == ["PromiseStarted", "PromiseKept"]
    kept = Entry.objects.get(name="commitments.PromiseKept")
    assert (kept.subject_kind, kept.subject_id, kept.at) == ("case", 1, now + timedelta(hours=2))


def test_a_signal_told_twice_counts_once(now: Any) -> None:  # D5
    promised(at=now)
    for _ in range(2):
        hear(signal("case.opened", at=now), at=now)
        hear(signal("case.answered", at=now + timedelta(hours=1)), at=now + timedelta(hours=1))
    assert (Clock.objects.count(), ClockVerdict.objects.count(), HeardSignal.objects.count()) == (1, 1, 2)
    assert names() == ["PromiseStarted", "PromiseKept"]


def test_an_answer_that_is_heard_before_the_opening_still_stops_the_clock(now: Any) -> None:  # D5
    promised(at=now)
    hear(signal("case.answered", at=now + timedelta(hours=1)), at=now + timedelta(hours=1))
    assert not Clock.objects.exists()
    hear(signal("case.opened", at=now), at=now + timedelta(hours=3))
    assert Clock.objects.get().state == "kept"


def test_a_pause_keeps_the_remaining_budget(now: Any) -> None:  # D5
    promised(at=now, pauses_on=["case.waiting_for_customer"], resumes_on=["case.customer_answered"])
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=7), at=now + timedelta(hours=1))
    paused = Clock.objects.get()
    assert (paused.state, paused.due_at) == ("paused", None)
    assert sweep(at=now + timedelta(days=9)) == 0
    [chip] = clocks_of("case", [1], at=now + timedelta(days=9))
    assert (chip.state, chip.seconds_left, chip.share_used) == ("paused", 3600, 0.5)
    assert chip.pause_reason == "case.waiting_for_customer"
    resumed = shanghai("2026-11-24T17:30")
    hear(signal("case.customer_answered"), at=resumed)
    assert Clock.objects.get().due_at == shanghai("2026-11-25T09:30")
    assert sweep(at=resumed + timedelta(seconds=1)) == 0  # no instant breach on resume


def test_a_case_resolved_straight_from_hold_is_judged_by_the_time_used(now: Any) -> None:  # D5
    promised(at=now, pauses_on=["case.waiting_for_customer"], resumes_on=["case.customer_answered"])
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=7), at=now + timedelta(hours=1))
    hear(signal("case.answered"), at=now + timedelta(days=5))
    assert Clock.objects.get().state == "kept"


def test_a_pause_ends_at_its_limit(now: Any) -> None:  # D5
    promised(
        at=now,
        pauses_on=["case.waiting_for_customer"],
        resumes_on=["case.customer_answered"],
        pause_limit_seconds=3600,
    )
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=7), at=now + timedelta(hours=1))
    assert Clock.objects.get().due_at == now + timedelta(hours=3)
    assert sweep(at=now + timedelta(hours=3, seconds=1)) == 1
    assert Clock.objects.get().state == "broken"


def test_reprioritising_starts_the_other_promise_and_leaves_this_one_running(now: Any) -> None:  # D5
    starts = ["case.opened", "case.reprioritised"]
    promised(at=now, starts_on=starts)
    promised("urgent", at=now, starts_on=starts, scope={"urgencies": ["urgent"]}, budget=3600)
    hear(signal("case.opened", urgency="normal"), at=now)
    assert Clock.objects.get().commitment.code == "answer"
    hear(signal("case.reprioritised", urgency="urgent"), at=now + timedelta(hours=1))
    found = {clock.commitment.code: clock.started_at for clock in Clock.objects.all()}
    assert found == {"answer": now, "urgent": now + timedelta(hours=1)}


def test_a_reopened_case_begins_a_new_round_only_where_the_promise_repeats(now: Any) -> None:  # D5
    promised(at=now, starts_on=["case.opened", "case.reopened"], repeats=True)
    promised("once", at=now, starts_on=["case.opened", "case.reopened"])
    hear(signal("case.opened"), at=now)
    hear(signal("case.answered"), at=now + timedelta(hours=1))
    hear(signal("case.reopened"), at=now + timedelta(days=1))
    rounds = Clock.objects.order_by("commitment__code", "round").values_list("commitment__code", "round", "state")
    assert list(rounds) == [("answer", 1, "kept"), ("answer", 2, "running"), ("once", 1, "kept")]


def test_a_cancelled_promise_counts_neither_way(now: Any) -> None:
    promised(at=now, cancels_on=["case.closed"])
    hear(signal("case.opened"), at=now)
    hear(signal("case.closed"), at=now + timedelta(minutes=5))
    assert Clock.objects.get().state == "cancelled"
    assert attainment("answer").n == 0


def test_other_branches_levels_and_channels_are_not_covered(now: Any, company: Any) -> None:  # D1
    promised(at=now, scope={"branches": [company.branch_a.pk], "levels": [2, 3]})
    hear(signal("case.opened", 1, branch_id=company.branch_a.pk, level=2), at=now)
    hear(signal("case.opened", 2, branch_id=company.branch_b.pk, level=2), at=now)
    hear(signal("case.opened", 3, branch_id=company.branch_a.pk, level=1), at=now)
    hear(signal("case.opened", 4), at=now)
    clock = Clock.objects.get()
    assert (clock.subject_id, clock.branch) == (1, company.branch_a)


def test_late_news_withdraws_a_breach(now: Any) -> None:  # D6
    promised(at=now)
    hear(signal("case.opened"), at=now)
    sweep(at=now + timedelta(hours=5))
    assert Clock.objects.get().state == "broken"
    hear(signal("case.answered", at=now + timedelta(hours=1)), at=now + timedelta(hours=6))
    assert Clock.objects.get().state == "kept"
    assert list(ClockVerdict.objects.order_by("number").values_list("outcome", flat=True)) == ["broken", "kept"]
    assert names()[1:] == ["PromiseBroken", "PromiseKept"]
    assert Entry.objects.filter(name="commitments.BreachWithdrawn").count() == 1
    assert (attainment("answer").kept, attainment("answer").broken) == (1, 0)
    then = attainment("answer", as_of=now + timedelta(hours=5, minutes=30))
    assert (then.kept, then.broken, then.running) == (0, 1, 0)
    before = attainment("answer", as_of=now + timedelta(hours=4))
    assert (before.kept, before.broken, before.running) == (0, 0, 1)


def test_news_dated_in_the_past_does_not_rewrite_what_was_known_meanwhile(now: Any) -> None:  # D4
    promised(at=now)
    hear(signal("case.opened"), at=now)
    sweep(at=now + timedelta(hours=5))
    hear(signal("case.answered"), at=now + timedelta(hours=1))
    first, second = ClockVerdict.objects.order_by("number")
    assert first.superseded_at == second.counted_at == now + timedelta(hours=5)
    assert attainment("answer", as_of=now + timedelta(hours=4)).running == 1
    assert attainment("answer", as_of=now + timedelta(hours=5)).kept == 1


def test_a_late_answer_leaves_the_breach_and_stops_the_clock(now: Any) -> None:  # D5
    promised(at=now)
    hear(signal("case.opened"), at=now)
    sweep(at=now + timedelta(hours=5))
    hear(signal("case.answered"), at=now + timedelta(hours=6))
    clock = Clock.objects.get()
    assert (clock.state, clock.ended_at) == ("broken", now + timedelta(hours=6))
    assert names() == ["PromiseStarted", "PromiseBroken"]


def test_history_is_measured_at_once_and_told_as_one_sum(now: Any) -> None:  # D5
    promised(at=now, since=shanghai("2019-01-01T00:00"), budget_kind="working_days", budget=15)
    signals = []
    for pk, answered in enumerate(["2019-05-17T23:59", "2019-05-18T00:01", None], 1):
        signals.append(signal("case.opened", pk, shanghai("2019-04-25T09:32")))
        if answered:
            signals.append(signal("case.answered", pk, shanghai(answered)))
    with journal.in_mode("backfill"):
        assert hear_batch(signals, at=now) == 3
        hear_batch(signals, at=now)
    states = dict(Clock.objects.values_list("subject_id", "state"))
    assert states == {1: "kept", 2: "broken", 3: "broken"}
    assert set(Clock.objects.values_list("due_at", flat=True)) == {shanghai("2019-05-18T00:00")}
    assert names() == ["PromisesMeasured"]
    assert Entry.objects.get(name="commitments.PromisesMeasured").data["kept"] == 1
    assert attainment("answer").broken == 2


def test_a_promise_published_later_is_measured_on_what_was_heard_before(now: Any) -> None:  # D2
    asked = now - timedelta(days=3)
    hear(signal("case.opened", at=asked), at=now)
    hear(signal("case.answered", at=asked + timedelta(hours=1)), at=now)
    hear(signal("case.opened", 2, asked), at=now)
    version = promised(at=now, since=asked - timedelta(days=1))
    assert measure_history(version, at=now) == 2
    assert measure_history(version, at=now) == 2
    assert dict(Clock.objects.values_list("subject_id", "state")) == {1: "kept", 2: "broken"}
    assert names() == ["PromisesMeasured"]


def test_hearing_thousands_takes_no_query_a_row(now: Any, django_assert_max_num_queries: Any) -> None:
    promised(at=now, since=shanghai("2019-01-01T00:00"))
    signals = [signal("case.opened", pk, shanghai("2019-04-25T09:32")) for pk in range(1, 400)]
    with journal.in_mode("backfill"), django_assert_max_num_queries(20):
        hear_batch(signals, at=now)


def test_chips_take_one_query_whatever_their_number(now: Any, django_assert_num_queries: Any) -> None:
    promised(at=now)
    hear_batch([signal("case.opened", pk) for pk in range(1, 30)], at=now)
    with django_assert_num_queries(1):
        chips = clocks_of("case", range(1, 30), at=now + timedelta(hours=1))
    assert len(chips) == 29
    assert {(chip.share_used, chip.seconds_left, chip.state) for chip in chips} == {(0.5, 3600, "running")}
