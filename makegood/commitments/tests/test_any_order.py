"""Through the database: in a batch or one by one, in any order, twice, merged halfway — the same clocks. D5"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.operations import Signal, hear, hear_batch, merge_clocks, split_clocks, sweep
from makegood.commitments.tests.factories import promised
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db

NAMES = (
    "case.opened", "case.reprioritised", "case.waiting_for_customer", "case.customer_answered", "case.answered",
    "case.closed", "case.reopened", "feedback.classified",
)  # fmt: skip
Line = tuple[str, dict[str, Any], datetime, datetime | None]


@pytest.fixture
def promises(now: Any) -> datetime:
    """Four of every make: paused, scoped, repeating, renewed."""
    waits = {"pauses_on": ["case.waiting_for_customer"], "resumes_on": ["case.customer_answered"]}
    urgent: Any = {"urgencies": ["urgent"]}
    begins = ["case.opened", "case.reprioritised", "feedback.classified"]
    promised("paused", at=now, pause_limit_seconds=7200, **waits)
    promised("urgent", at=now, starts_on=begins, scope=urgent, budget_kind="elapsed_seconds", **waits)
    promised("days", at=now, starts_on=["case.opened", "case.reopened"], repeats=True, cancels_on=["case.closed"])
    renews = ["case.opened", "case.answered"]
    promised("progress", at=now, starts_on=renews, cancels_on=["case.closed"], repeats=True, budget=3600)
    return now + timedelta(days=60)


def a_life(dice: random.Random, now: datetime) -> list[Line]:
    lines: dict[tuple[str, datetime], Line] = {}
    for _ in range(dice.randint(3, 12)):
        name, at = dice.choice(NAMES), now + timedelta(minutes=30 * dice.randint(0, 60))
        facts: dict[str, Any] = {"urgency": dice.choice(["urgent", "normal"])}
        if name == "case.waiting_for_customer":
            facts["evidence"] = dice.choice([None, 5])
        judged = None
        if name == "feedback.classified":
            at, judged = now, at + timedelta(seconds=len(lines))
        lines[name, judged or at] = (name, facts, at, judged)
    return list(lines.values())


def told(pk: int, lines: list[Line]) -> list[Signal]:
    return [Signal(name, ("case", pk), facts, at, judged) for name, facts, at, judged in lines]


def what_came_of(pk: int) -> list[tuple[Any, ...]]:
    clocks = Clock.objects.filter(subject_id=pk).exclude(state="withdrawn").order_by("commitment", "round")
    standing = ClockVerdict.objects.filter(superseded_at=None).exclude(outcome="void")
    verdicts = {v.clock_id: (v.outcome, v.decided_at) for v in standing}
    return [
        (c.commitment_id, c.round, c.state, c.started_at, c.due_at, c.ended_at, c.pauses, verdicts.get(c.pk))
        for c in clocks
    ]


def in_a_batch(pk: int, lines: list[Line], at: datetime, dice: random.Random) -> None:
    hear_batch(told(pk, lines), at=at)


def one_by_one(pk: int, lines: list[Line], at: datetime, dice: random.Random) -> None:
    often = lines + [line for line in lines if dice.random() < 0.4]
    dice.shuffle(often)
    for signal in told(pk, often):
        hear(signal, at=at)


def with_sweeps_between(pk: int, lines: list[Line], at: datetime, dice: random.Random) -> None:
    order = lines[:]
    dice.shuffle(order)
    for signal in told(pk, order):
        hear(signal, at=at)
        sweep(at=at)


def in_two_that_are_merged(pk: int, lines: list[Line], at: datetime, dice: random.Random) -> None:
    part = dice.randint(0, len(lines))
    hear_batch(told(pk, lines[:part]), at=at)
    hear_batch(told(pk + 1000, lines[part:-1]), at=at)
    merge_clocks(("case", pk), ("case", pk + 1000), by=SYSTEM, at=at)
    hear_batch(told(pk + 1000, lines[-1:]), at=at)  # late news of the one that is gone


def in_a_part_split_off_at_once(pk: int, lines: list[Line], at: datetime, dice: random.Random) -> None:
    begun = min(at for _name, _facts, at, _judged in lines) - timedelta(seconds=1)
    split_clocks(("case", pk + 1000), ("case", pk), by=SYSTEM, at=begun)
    one_by_one(pk, lines, at, dice)


WAYS: list[Callable[..., None]] = [
    one_by_one, with_sweeps_between, in_two_that_are_merged, in_a_part_split_off_at_once,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_the_same_history_comes_to_the_same_however_it_is_told(now: Any, promises: datetime, seed: int) -> None:
    dice = random.Random(seed)
    lives = [a_life(dice, now) for _ in range(3)]
    for n, life in enumerate(lives):
        for place, way in enumerate([in_a_batch, *WAYS]):
            way(10 * n + place + 1, life, promises, dice)
    sweep(at=promises)
    for n in range(len(lives)):
        expected = what_came_of(10 * n + 1)
        for place, way in enumerate(WAYS, 1):
            assert what_came_of(10 * n + place + 1) == expected, way.__name__
    assert Clock.objects.exists()
