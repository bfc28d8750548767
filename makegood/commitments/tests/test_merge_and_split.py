"""Two subjects become one, or one two; and back again. D5"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from makegood.commitments.models import Clock
from makegood.commitments.operations import hear, merge_clocks, split_clocks, sweep, undo_merge, undo_split
from makegood.commitments.queries import attainment
from makegood.commitments.tests.factories import promised, signal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, Refusal, SomebodyWasFaster

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
ONE, TWO, THREE = ("case", 1), ("case", 2), ("case", 3)
WAITS: dict[str, Any] = {"pauses_on": ["case.waiting_for_customer"], "resumes_on": ["case.customer_answered"]}


def states() -> dict[int, str]:
    return dict(Clock.objects.values_list("subject_id", "state"))


def entries(name: str) -> list[tuple[str, int, dict[str, Any]]]:
    found = Entry.objects.filter(name=f"commitments.{name}").order_by("id")
    return [(entry.subject_kind, entry.subject_id, entry.data) for entry in found]


@pytest.fixture
def two(now: Any) -> None:
    promised(at=now, warning_shares=[50, 80])
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.opened", 2), at=now + HOUR)


def test_merged_case_escalating_it_warns_nobody_and_breaks_nothing_any_more(now: Any, two: None) -> None:
    merge_clocks(ONE, TWO, by=SYSTEM, at=now + HOUR)
    hear(signal("case.answered", 1), at=now + HOUR)
    hear(signal("case.opened", 2, now + HOUR + timedelta(minutes=1)), at=now + HOUR + timedelta(minutes=1))
    assert sweep(at=now + timedelta(days=3)) == 0
    assert states() == {1: "kept", 2: "withdrawn"}
    assert entries("PromiseDueSoon") == entries("PromiseBroken") == []
    assert attainment("answer").n == 1


def test_what_happened_to_the_merged_case_before_counts_however_late_it_is_told_and_nothing_after(
    now: Any, two: None
) -> None:
    merge_clocks(ONE, TWO, by=SYSTEM, at=now + HOUR)
    hear(signal("case.answered", 2, now + HOUR + timedelta(minutes=5)), at=now + HOUR + timedelta(minutes=5))
    assert states()[1] == "running"  # closing the merged one answers nobody
    hear(signal("case.answered", 2, now + HOUR), at=now + 3 * HOUR)
    assert states() == {1: "kept", 2: "withdrawn"}


def test_undoing_a_merge_gives_each_its_own_clock_and_verdict_back(now: Any, two: None) -> None:
    sweep(at=now + 2 * HOUR + timedelta(minutes=1))
    first, second = (Clock.objects.get(subject_id=pk) for pk in (1, 2))
    merge_clocks(TWO, ONE, by=SYSTEM, at=now + 2 * HOUR + timedelta(minutes=2))
    assert states() == {2: "broken", 1: "withdrawn"}
    assert Clock.objects.get(subject_id=2).pk == first.pk
    undo_merge(TWO, ONE, by=SYSTEM, at=now + 2 * HOUR + timedelta(minutes=3))
    assert {c.pk: (c.subject_id, c.state, c.due_at) for c in Clock.objects.all()} == {
        first.pk: (1, "broken", now + 2 * HOUR),
        second.pk: (2, "running", now + 3 * HOUR),
    }
    assert len(entries("PromiseBroken")) == 1
    assert entries("BreachWithdrawn") == []
    assert entries("MergeUndone") == [("case", 2, {"subject_kind": "case", "subject_id": 2, "merged_id": 1})]
    with pytest.raises(SomebodyWasFaster):
        undo_merge(TWO, ONE, by=SYSTEM, at=now + 3 * HOUR)


def test_merging_the_broken_later_case_into_the_earlier_kept_one_withdraws_its_breach(now: Any) -> None:
    promised(at=now)
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.answered", 1), at=now + HOUR)
    hear(signal("case.opened", 2), at=now + HOUR)
    sweep(at=now + timedelta(days=1))
    merge_clocks(ONE, TWO, by=SYSTEM, at=now + timedelta(days=1))
    assert states() == {1: "kept", 2: "withdrawn"}
    assert [subject[:2] for subject in entries("BreachWithdrawn")] == [("case", 2)]


def test_merges_follow_each_other_and_none_is_merged_twice(now: Any, two: None) -> None:
    hear(signal("case.opened", 3), at=now + 2 * HOUR)
    merge_clocks(TWO, ONE, by=SYSTEM, at=now + 2 * HOUR)
    merge_clocks(THREE, TWO, by=SYSTEM, at=now + 2 * HOUR)
    assert (states(), Clock.objects.get(subject_id=3).started_at) == (
        {1: "withdrawn", 2: "withdrawn", 3: "running"}, now,
    )  # fmt: skip
    for pair in ((ONE, THREE), (THREE, ONE), (TWO, ONE)):
        with pytest.raises(Refusal):
            merge_clocks(*pair, by=SYSTEM, at=now + 2 * HOUR)
    with pytest.raises(Invalid):
        merge_clocks(ONE, ONE, by=SYSTEM, at=now)
    hear(signal("case.answered", 1, now + HOUR), at=now + 2 * HOUR)  # news of the first reaches the last
    assert states()[3] == "kept"


def test_a_part_that_is_split_off_owes_what_the_whole_still_owed(now: Any) -> None:
    promised("ack", at=now, stops_on=["case.acknowledged"])
    promised("answer", at=now, **WAITS)
    promised("soon", at=now, stops_on=["case.decided"], budget=60)
    hear(signal("case.opened", 1), at=now)
    hear(signal("case.acknowledged", 1), at=now + timedelta(minutes=10))
    hear(signal("case.waiting_for_customer", 1, evidence=9), at=now + timedelta(minutes=30))
    hear(signal("case.customer_answered", 1), at=now + timedelta(minutes=60))
    sweep(at=now + timedelta(minutes=61))
    hear(signal("case.opened", 2), at=now + timedelta(minutes=70))
    split_clocks(ONE, TWO, by=SYSTEM, at=now + timedelta(minutes=70))
    part = {c.commitment.code: c for c in Clock.objects.filter(subject_id=2).exclude(state="withdrawn")}
    assert set(part) == {"answer"}  # kept and broken before: not owed twice
    assert (part["answer"].started_at, part["answer"].due_at) == (now, now + timedelta(minutes=150))
    assert part["answer"].pauses == Clock.objects.get(subject_id=1, commitment__code="answer").pauses
    hear(signal("case.answered", 1), at=now + timedelta(minutes=80))
    assert Clock.objects.get(subject_id=2, commitment__code="answer").state == "running"  # a life of its own
    sweep(at=now + timedelta(days=1))
    assert [(kind, pk) for kind, pk, _data in entries("PromiseBroken")] == [("case", 1), ("case", 2)]


def test_late_news_from_before_the_split_reaches_both_and_undoing_it_leaves_the_part_its_own(now: Any) -> None:
    promised(at=now)
    hear(signal("case.opened", 1), at=now)
    split_clocks(ONE, TWO, by=SYSTEM, at=now + HOUR)
    assert states() == {1: "running", 2: "running"}
    hear(signal("case.answered", 1, now + HOUR / 2), at=now + HOUR)
    assert states() == {1: "kept", 2: "withdrawn"}  # it was answered before they parted
    undo_split(ONE, TWO, by=SYSTEM, at=now + HOUR)
    hear(signal("case.opened", 2), at=now + 2 * HOUR)
    assert (states(), Clock.objects.get(subject_id=2).started_at) == ({1: "kept", 2: "running"}, now + 2 * HOUR)
    with pytest.raises(SomebodyWasFaster):
        undo_split(ONE, TWO, by=SYSTEM, at=now + HOUR)
    with pytest.raises(Invalid):
        split_clocks(ONE, ("offer", 2), by=SYSTEM, at=now)


def test_a_part_can_be_merged_back_into_the_whole(now: Any) -> None:
    promised(at=now)
    hear(signal("case.opened", 1), at=now)
    split_clocks(ONE, TWO, by=SYSTEM, at=now + HOUR)
    with pytest.raises(Refusal):
        split_clocks(THREE, TWO, by=SYSTEM, at=now + HOUR)
    merge_clocks(ONE, TWO, by=SYSTEM, at=now + HOUR + timedelta(minutes=1))
    hear(signal("case.answered", 1), at=now + 2 * HOUR)
    assert states() == {1: "kept", 2: "withdrawn"}
