"""Stages told through the public operation in random order, twice, in portions: same clocks, same verdicts. B10, D5"""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from makegood import journal
from makegood.commitments.models import Clock
from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
from makegood.encounters.models import Encounter
from makegood.encounters.operations import take_json
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
# minutes after the encounter began: queue, dishes, delivery promised, delivered; -1 never
STORIES: list[list[Any]] = [
    [("queue", 0, 9), ("dishes", 10, 39), ("delivery", None, 100, 90)],
    [("queue", 0, 12), ("dishes", 12, 50), ("delivery", None, 80, 90)],
    [("dishes", 5, None), ("delivery", None, None, 60)],
    [("dishes", 20, 52), ("dishes", 15, 47), ("dishes", None, 2), ("delivery", None, 70, 75),
     ("delivery", None, 66, 60)],
]  # fmt: skip


@pytest.fixture
def promises(now: Any) -> None:
    before = now - timedelta(days=30)
    define_calendar(code="always", name="全天", week=["00:00-24:00"] * 7, by=SYSTEM, at=before)
    for draft in (
        Draft("queue", "排队", "十分钟", "always", "elapsed_seconds", 600, ["stage.queue.started"],
              ["stage.queue.ended"]),
        Draft("dish", "上菜", "半小时", "always", "elapsed_seconds", 1800, ["stage.dishes.started"],
              ["stage.dishes.ended"]),
        Draft("day", "送达", "按日", "always", "promised", 1, ["encounter.started"], ["stage.delivery.ended"]),
    ):  # fmt: skip
        version = draft_commitment(draft, by=SYSTEM, at=before)
        review(version, by=SYSTEM, at=before)
        publish(version, by=SYSTEM, at=before)


def lines_of(reference: str, story: list[Any], now: Any) -> list[bytes]:
    told: list[dict[str, Any]] = [{"branch": "a", "encounter_started_at": now}]
    for name, start, end, *date in story:
        stage = {"stage": name}
        told += [stage | {"started_at": now + start * MINUTE}] if start is not None else []
        told += [stage | {"ended_at": now + end * MINUTE}] if end is not None else []
        told += [stage | {"promised_at": now + date[0] * MINUTE}] if date else []
    about = {"kind": "visit", "reference": reference}
    return [json.dumps(about | one, default=lambda moment: moment.isoformat()).encode() for one in told]


def verdicts(prefix: str) -> list[Any]:
    ids = dict(Encounter.objects.filter(reference__startswith=prefix).values_list("pk", "reference"))
    found = Clock.objects.filter(subject_kind="encounter", subject_id__in=ids).values_list(
        "subject_id", "commitment__code", "state", "started_at", "due_at", "ended_at"
    )
    return sorted(((ids[pk].removeprefix(prefix), *rest) for pk, *rest in found), key=str)


@pytest.mark.parametrize("seed", range(6))
def test_random_orders_repeats_and_portions_end_in_the_same_verdicts(
    promises: None, company: Any, now: Any, seed: int
) -> None:  # B10, D5
    dice, late = random.Random(seed), now + timedelta(days=1)
    for prefix in ("in-order-", "shuffled-"):
        lines = [line for n, story in enumerate(STORIES) for line in lines_of(f"{prefix}{n}", story, now)]
        if prefix == "shuffled-":
            lines += dice.sample(lines, 6)
            dice.shuffle(lines)
        size = dice.choice([1, 3, 7, 50])
        for start in range(0, len(lines), size):
            take_json(lines[start : start + size], by=SYSTEM, at=late)
            if dice.random() < 0.5:
                journal.drain_all(at=late)
        journal.drain_all(at=late)
        sweep(at=late)
        journal.drain_all(at=late)
    one, other = verdicts("in-order-"), verdicts("shuffled-")
    assert one == other
    assert [(story, code, state) for story, code, state, *_ in one] == [
        ("0", "day", "broken"), ("0", "dish", "kept"), ("0", "queue", "kept"), ("1", "day", "kept"),
        ("1", "dish", "broken"), ("1", "queue", "broken"), ("2", "day", "broken"), ("2", "dish", "broken"),
        ("3", "day", "broken"), ("3", "dish", "broken"),
    ]  # fmt: skip
