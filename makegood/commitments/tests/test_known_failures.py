"""The failures that other products are known for, one test each: pauses, ends, versions. D5, N1"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.commitments.models import Clock
from makegood.commitments.operations import Draft, hear, hear_batch, publish, review, sweep, withdraw_commitment
from makegood.commitments.operations.draft import draft_commitment
from makegood.commitments.queries import attainment, clocks_of
from makegood.commitments.tests.factories import office_hours, promised, shanghai, signal
from makegood.kit.actor import SYSTEM
from makegood.kit.periods import Period

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WAITS: dict[str, Any] = {"pauses_on": ["case.waiting_for_customer"], "resumes_on": ["case.customer_answered"]}


def the(code: str = "answer") -> Clock:
    return Clock.objects.get(commitment__code=code)


def test_pause_by_status_no_state_of_a_case_pauses_a_clock_only_a_question_that_was_asked(now: Any) -> None:
    promised(at=now, **WAITS)
    hear(signal("case.opened"), at=now)
    for minutes, name in enumerate(("case.investigated", "case.assigned", "case.handed_off", "case.decided"), 1):
        hear(signal(name), at=now + timedelta(minutes=minutes))
    hear(signal("case.waiting_for_customer"), at=now + HOUR)  # nobody can show the question
    assert (the().state, the().due_at, the().pauses) == ("running", now + 2 * HOUR, [])
    hear(signal("case.waiting_for_customer", evidence=41), at=now + timedelta(minutes=90))
    [reading] = clocks_of("case", [1], at=now + 2 * HOUR)
    assert (reading.state, reading.pauses[0].evidence, reading.turn, reading.seconds_left) == (
        "paused", 41, "customer", 1800,
    )  # fmt: skip


def test_resolved_straight_from_hold_the_clock_ends_there_and_the_hold_is_not_counted(now: Any) -> None:
    promised(at=now, stops_on=["case.closed"], **WAITS)
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=1), at=now + HOUR)
    hear(signal("case.closed"), at=now + timedelta(days=9))
    assert (the().state, the().ended_at, the().pauses[0][1]) == (
        "kept", now + timedelta(days=9), (now + timedelta(days=9)).isoformat(),
    )  # fmt: skip
    [reading] = clocks_of("case", [1], at=now + timedelta(days=20))
    assert (reading.seconds_used, reading.turn) == (3600, "nobody")
    assert sweep(at=now + timedelta(days=20)) == 0


@pytest.mark.parametrize("into", [0, 1, 119])
def test_instant_breach_on_resume_what_was_left_is_left(now: Any, into: int) -> None:
    promised(at=now, budget_kind="elapsed_seconds", **WAITS)
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=1), at=now + timedelta(minutes=into, seconds=1))
    resumed = now + timedelta(days=40)
    hear(signal("case.customer_answered"), at=resumed)
    left = timedelta(minutes=120 - into, seconds=-1)
    assert (the().state, the().due_at) == ("running", resumed + left)
    assert sweep(at=resumed + left) == 0
    assert sweep(at=resumed + left + timedelta(seconds=1)) == 1


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=1)])
def test_instant_breach_on_resume_a_pause_begun_when_it_was_due_changes_nothing(now: Any, late: timedelta) -> None:
    promised(at=now, **WAITS)
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=1), at=now + 2 * HOUR + late)
    assert the().due_at == now + 2 * HOUR
    sweep(at=now + timedelta(days=2))
    assert the().state == "broken"


@pytest.mark.parametrize("end", ["case.answered", "case.closed"])
def test_running_after_answer_or_close(now: Any, end: str) -> None:
    promised(at=now, stops_on=["case.answered", "case.closed"])
    hear(signal("case.opened"), at=now)
    hear(signal(end), at=now + HOUR)
    for days, name in enumerate(("case.waiting_for_customer", "case.customer_answered", "case.opened"), 1):
        hear(signal(name), at=now + timedelta(days=days))
    assert (the().state, the().ended_at, the().sweep_at, the().warn_at) == ("kept", now + HOUR, None, None)
    assert sweep(at=now + timedelta(days=30)) == 0


def test_one_metric_overriding_another_each_promise_has_its_own_clock(now: Any) -> None:
    promised("ack", at=now, stops_on=["case.acknowledged"], budget=3600)
    promised("answer", at=now, budget=7200)
    promised("decide", at=now, stops_on=["case.decided"], budget_kind="working_days", budget=7, **WAITS)
    hear(signal("case.opened"), at=now)
    hear(signal("case.waiting_for_customer", evidence=3), at=now + HOUR / 2)
    hear(signal("case.acknowledged"), at=now + 2 * HOUR)
    hear(signal("case.answered"), at=now + 2 * HOUR)
    assert {c.commitment.code: (c.state, c.due_at) for c in Clock.objects.select_related("commitment")} == {
        "ack": ("broken", now + HOUR),
        "answer": ("kept", now + 2 * HOUR),
        "decide": ("paused", None),
    }


def test_lingering_after_group_change_the_old_groups_promise_ends_and_the_new_one_begins(
    now: Any, company: Any
) -> None:
    starts = ["case.opened", "case.hand_off_accepted"]
    promised("service", at=now, starts_on=starts, scope={"departments": [company.service.pk]})
    promised("logistics", at=now, starts_on=starts, scope={"departments": [company.logistics.pk]})
    promised("everybody", at=now, starts_on=starts)
    here, there = {"branch_id": company.branch_a.pk}, {"branch_id": company.branch_b.pk}
    hear(signal("case.opened", department_id=company.service.pk, **here), at=now)
    moved = now + HOUR
    hear(signal("case.hand_off_accepted", department_id=company.logistics.pk, **there), at=moved)
    found = {
        c.commitment.code: (c.state, c.started_at, c.branch_id) for c in Clock.objects.select_related("commitment")
    }
    assert found == {
        "service": ("cancelled", now, company.branch_a.pk),
        "logistics": ("running", moved, company.branch_b.pk),
        "everybody": ("running", now, company.branch_b.pk),  # the same clock, now theirs who have the case
    }
    assert sweep(at=now + timedelta(days=5)) == 2


def test_lingering_after_group_change_what_was_broken_before_stays_with_those_who_broke_it(
    now: Any, company: Any
) -> None:
    promised(at=now)
    hear(signal("case.opened", branch_id=company.branch_a.pk), at=now)
    hear(signal("case.hand_off_accepted", branch_id=company.branch_b.pk), at=now + 3 * HOUR)
    sweep(at=now + timedelta(days=1))
    assert (the().state, the().branch) == ("broken", company.branch_a)


@pytest.mark.parametrize("how", ["withdrawn", "replaced"])
def test_policy_deactivated_what_was_promised_runs_to_its_end(now: Any, how: str) -> None:
    version = promised(at=now)
    hear_batch([signal("case.opened", 1), signal("case.opened", 2)], at=now)
    if how == "withdrawn":
        withdraw_commitment(version, by=SYSTEM, at=now + HOUR, reason="旺季")
    else:
        promised(at=now + HOUR, budget=60)
    hear(signal("case.opened", 3), at=now + HOUR + timedelta(minutes=1))
    hear(signal("case.answered", 1), at=now + 2 * HOUR)
    sweep(at=now + timedelta(days=1))
    found = {c.subject_id: (c.state, c.due_at, c.version_id == version.pk) for c in Clock.objects.all()}
    assert found[1] == ("kept", now + 2 * HOUR, True)
    assert found[2] == ("broken", now + 2 * HOUR, True)
    assert (3 in found) == (how == "replaced")


def test_statistics_rewritten_by_a_later_edit(now: Any) -> None:
    promised(at=now)
    hear_batch([signal("case.opened", pk) for pk in range(1, 13)], at=now)
    hear_batch([signal("case.answered", pk) for pk in range(1, 10)], at=now + HOUR)
    sweep(at=now + 3 * HOUR)
    month = Period(now - timedelta(days=30), now + timedelta(days=1))
    before = attainment("answer", period=month)
    assert (before.kept, before.broken) == (9, 3)
    edited = now + 5 * HOUR
    office_hours(edited)
    draft = Draft(
        "answer", "改", "改", "office", "working_seconds", 60, ["case.opened"], ["case.decided"],
        scope={"natures": ["praise"]},
    )  # fmt: skip
    version = draft_commitment(draft, by=SYSTEM, at=edited)
    review(version, by=SYSTEM, at=edited)
    publish(version, by=SYSTEM, at=edited)
    hear_batch(
        [signal("case.reprioritised", pk, urgency="normal", nature="complaint") for pk in range(1, 13)], at=edited
    )
    hear_batch([signal("case.closed", pk) for pk in range(1, 13)], at=edited)
    assert attainment("answer", period=month) == before
    assert attainment("answer", period=month, as_of=now + 4 * HOUR) == before


def test_a_reopened_case_owes_anew_only_what_repeats(now: Any) -> None:
    starts = ["case.opened", "case.reopened"]
    promised("once", at=now, starts_on=starts)
    promised("again", at=now, starts_on=starts, repeats=True)
    hear(signal("case.opened"), at=now)
    hear(signal("case.answered"), at=now + HOUR)
    again = now + timedelta(days=1)
    hear(signal("case.reopened"), at=again)
    assert sweep(at=again + timedelta(days=1)) == 1
    rows = Clock.objects.order_by("commitment__code", "round").values_list("commitment__code", "round", "state")
    assert list(rows) == [("again", 1, "kept"), ("again", 2, "broken"), ("once", 1, "kept")]


def test_a_case_taken_up_again_after_a_promise_was_broken_breaks_it_no_second_time(now: Any) -> None:
    promised(at=now, starts_on=["case.opened", "case.reopened"])
    hear(signal("case.opened"), at=now)
    sweep(at=now + timedelta(days=1))
    hear(signal("case.closed"), at=now + timedelta(days=1))
    hear(signal("case.reopened"), at=now + timedelta(days=2))
    assert sweep(at=now + timedelta(days=9)) == 0
    assert the().verdicts.count() == 1


SAME_INSTANT = [
    (["case.opened", "case.answered"], "kept"),  # it was owed, and done
    (["case.opened", "case.waiting_for_customer"], "paused"),
    (
        ["case.opened", "case.waiting_for_customer", "case.customer_answered"],
        "paused",
    ),  # answered what was asked before
    (["case.opened", "case.answered", "case.closed"], "kept"),  # an answer beats a cancellation
    (["case.opened", "case.closed", "case.waiting_for_customer"], "cancelled"),
]


@pytest.mark.parametrize(("names", "state"), SAME_INSTANT)
def test_two_signals_at_the_same_instant_count_by_rule_and_not_by_arrival(
    now: Any, names: list[str], state: str
) -> None:
    promised(at=now, cancels_on=["case.closed"], **WAITS)
    at = shanghai("2026-11-18T11:00")
    for pk, order in enumerate((names, names[::-1]), 1):
        for name in order:
            hear(signal(name, pk, at, evidence=5), at=at + timedelta(minutes=1))
    hear_batch([signal(name, 3, at, evidence=5) for name in names], at=at + timedelta(minutes=1))
    assert [c.state for c in Clock.objects.order_by("subject_id")] == [state] * 3
