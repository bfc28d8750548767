"""What a message or a case is changes: judged anew (it always was so), or re-prioritised (from now on). D5, E5"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from makegood.commitments.models import Clock
from makegood.commitments.operations import Signal, hear, hear_batch, sweep
from makegood.commitments.queries import attainment
from makegood.commitments.tests.factories import promised, signal
from makegood.journal.models import Entry
from makegood.kit.errors import Invalid

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
URGENT: dict[str, Any] = {"scope": {"urgencies": ["urgent"]}, "budget_kind": "elapsed_seconds", "budget": 4 * 3600}


def judged(urgency: str, received: datetime, at: datetime, **facts: Any) -> Signal:
    return Signal("feedback.classified", ("feedback", 1), {"urgency": urgency, **facts}, received, at)


@pytest.fixture
def urgent(now: Any) -> Any:
    return promised("urgent", at=now, starts_on=["feedback.classified"], stops_on=["feedback.answered"], **URGENT)


def test_a_clock_begun_by_a_wrong_verdict_ends_when_a_person_overrules_it(now: Any, urgent: Any) -> None:
    hear(judged("urgent", now, now), at=now)
    hear(judged("normal", now, now + HOUR), at=now + HOUR)
    clock = Clock.objects.get()
    assert (clock.state, clock.started_at, clock.ended_at, clock.sweep_at) == ("cancelled", now, now + HOUR, None)
    assert sweep(at=now + timedelta(days=9)) == 0
    assert attainment("urgent").n == 0


def test_a_message_found_urgent_later_was_urgent_since_it_came(now: Any, urgent: Any) -> None:
    hear(judged("normal", now, now), at=now)
    assert not Clock.objects.exists()
    hear(judged("urgent", now, now + HOUR), at=now + HOUR)
    clock = Clock.objects.get()
    assert (clock.state, clock.started_at, clock.due_at) == ("running", now, now + 4 * HOUR)


def test_a_second_verdict_that_agrees_restarts_nothing(now: Any, urgent: Any) -> None:
    hear(judged("urgent", now, now), at=now)
    hear(judged("urgent", now, now + HOUR), at=now + HOUR)
    hear(judged("urgent", now + HOUR, now + 2 * HOUR), at=now + 2 * HOUR)  # dated later: the first date stands
    clock = Clock.objects.get()
    assert (clock.started_at, clock.due_at, clock.round) == (now, now + 4 * HOUR, 1)
    assert Entry.objects.filter(name="commitments.PromiseStarted").count() == 1


def test_calling_it_something_else_afterwards_undoes_no_breach(now: Any, urgent: Any) -> None:
    hear(judged("urgent", now, now), at=now)
    sweep(at=now + 5 * HOUR)
    hear(judged("normal", now, now + 6 * HOUR), at=now + 6 * HOUR)
    clock = Clock.objects.get()
    assert (clock.state, clock.ended_at) == ("broken", now + 6 * HOUR)
    assert attainment("urgent").broken == 1
    assert not Entry.objects.filter(name="commitments.BreachWithdrawn").exists()


def test_overruled_after_it_fell_due_it_is_broken_even_before_the_sweep_comes(now: Any, urgent: Any) -> None:
    hear(judged("urgent", now, now), at=now)
    hear(judged("normal", now, now + 5 * HOUR), at=now + 5 * HOUR)
    assert Clock.objects.get().state == "broken"
    assert attainment("urgent").broken == 1


def test_undoing_the_overruling_brings_the_same_clock_back_with_its_first_start(now: Any, urgent: Any) -> None:
    for hours, urgency in enumerate(["urgent", "normal", "urgent"]):
        hear(judged(urgency, now, now + hours * HOUR), at=now + hours * HOUR)
    clock = Clock.objects.get()
    assert (clock.state, clock.started_at, clock.ended_at, clock.due_at) == ("running", now, None, now + 4 * HOUR)


def test_judgements_come_to_the_same_in_whatever_order_they_are_told(now: Any, urgent: Any) -> None:
    said = [
        judged("urgent", now, now + HOUR),
        judged("normal", now, now + 2 * HOUR),
        Signal("feedback.answered", ("feedback", 1), {}, now + 3 * HOUR),
        judged("normal", now, now),
    ]
    found = set()
    for n, order in enumerate(permutations(said), 1):
        for one in order:
            hear(Signal(one.name, ("feedback", n), one.facts, one.at, one.judged_at), at=now + 3 * HOUR)
        [clock] = Clock.objects.filter(subject_id=n)
        found.add((clock.state, clock.started_at, clock.ended_at))
    assert found == {("cancelled", now, now + 2 * HOUR)}


def test_reprioritised_to_urgent_the_promise_counts_from_then_and_back_to_normal_it_ends(now: Any) -> None:
    promised("urgent", at=now, starts_on=["case.opened", "case.reprioritised"], **URGENT)
    for hours, urgency in enumerate(["normal", "urgent", "normal", "urgent"]):
        name = "case.reprioritised" if hours else "case.opened"
        hear(signal(name, urgency=urgency), at=now + hours * HOUR)
    rows = Clock.objects.order_by("round").values_list("round", "state", "started_at", "ended_at")
    assert list(rows) == [
        (1, "cancelled", now + HOUR, now + 2 * HOUR),
        (2, "running", now + 3 * HOUR, None),
    ]


def test_a_change_that_leaves_it_under_the_promise_leaves_the_clock_alone(now: Any) -> None:
    promised(
        "any", at=now, starts_on=["case.opened", "case.reprioritised"], scope={"urgencies": ["urgent", "important"]}
    )
    hear(signal("case.opened", urgency="urgent"), at=now)
    hear(signal("case.reprioritised", urgency="important"), at=now + HOUR)
    hear(signal("case.reprioritised", level=3), at=now + HOUR)  # says nothing of the urgency
    clock = Clock.objects.get()
    assert (clock.state, clock.started_at) == ("running", now)


def test_a_signal_from_the_future_is_refused_before_anything_is_heard(now: Any) -> None:
    promised(at=now)
    good, ahead = signal("case.opened", 1, now), signal("case.opened", 2, now + timedelta(minutes=6))
    with pytest.raises(Invalid, match=r"case 2.*2026-11-18T02:06:00"):
        hear_batch([good, ahead], at=now)
    assert not Clock.objects.exists()
    hear_batch([good, signal("case.opened", 2, now + timedelta(minutes=5))], at=now)  # honest clocks differ a little
    assert Clock.objects.count() == 2
    hear_batch([ahead], at=now + timedelta(minutes=6))  # nothing is lost: its time has come
