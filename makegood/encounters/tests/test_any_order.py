"""Whatever order tellings come in, however often, in whatever portions: what is known is the same. B10"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makegood.encounters.models import Encounter, HeldLine, Stage
from makegood.encounters.operations import take_json
from makegood.encounters.rules.timings import SKEW, Known, StageRow, merged
from makegood.kit.actor import SYSTEM

BASE = datetime(2026, 11, 18, 10, tzinfo=UTC)
LATER = BASE + timedelta(days=9)
minutes = st.integers(-3, 90).map(lambda n: BASE + timedelta(minutes=n))
rows = st.builds(
    StageRow, st.just("dishes"), st.none() | minutes, st.none() | minutes, st.none() | minutes, st.none() | minutes,
    minutes, st.booleans(),
)  # fmt: skip
numbers = count(1)


def known_from(told: list[StageRow]) -> Known:
    found = Known()
    for row in told:
        found = merged(found, row, at=LATER)
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(rows, max_size=6), st.randoms(use_true_random=False))
def test_what_is_known_of_a_stage_is_a_function_of_what_was_said(told: list[StageRow], dice: Any) -> None:  # B10
    shuffled = [*told, *told[:2]]
    dice.shuffle(shuffled)
    known = known_from(told)
    assert known_from(shuffled) == known
    starts = [row.started_at for row in told if row.started_at]
    ends = [row.ended_at for row in told if row.ended_at]
    assert known.started_at == min(starts, default=None)
    if starts and known.ended_at is not None:
        fitting = [end for end in ends if end >= min(starts) - SKEW]
        assert known.ended_at == max(min(fitting), min(starts))
    assert known.is_odd == bool(starts and ends and min(ends) < min(starts))


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, min_size=1, max_size=5), st.randoms(use_true_random=False), st.integers(1, 4))
def test_lines_taken_in_any_order_and_portion_make_the_same_encounter(
    company: Any, told: list[StageRow], dice: Any, portion: int
) -> None:  # B10
    with transaction.atomic():
        outcomes = []
        for shuffle in (False, True):
            reference = f"P{next(numbers)}"
            lines = [_opening(reference), *(_line(reference, row) for row in told)]
            if shuffle:
                lines += lines[:3]
                dice.shuffle(lines)
            for start in range(0, len(lines), portion):
                take_json(lines[start : start + portion], by=SYSTEM, at=LATER)
            outcomes.append(_outcome(reference))
        assert outcomes[0] == outcomes[1]
        transaction.set_rollback(True)


def _opening(reference: str) -> bytes:
    return json.dumps(
        {"kind": "visit", "reference": reference, "branch": "a", "encounter_started_at": BASE.isoformat()}
    ).encode()


def _line(reference: str, row: StageRow) -> bytes:
    values = {"kind": "visit", "reference": reference, "stage": row.name, "delayed": row.is_delayed}
    moments = {name: getattr(row, name) for name in ("started_at", "ended_at", "promised_at", "expected_at", "said_at")}
    return json.dumps(values | {k: v.isoformat() for k, v in moments.items() if v}).encode()


def _outcome(reference: str) -> Any:
    encounter = Encounter.objects.get(reference=reference)
    fields = ("name", "started_at", "ended_at", "promised_at", "told_ends", "expected_at", "is_delayed", "is_odd")
    held = HeldLine.objects.filter(reference=reference, state="open").values_list("reason", "line")
    said = {(reason, line.replace(reference, "")) for reason, line in held}
    return encounter.started_at, list(Stage.objects.filter(encounter=encounter).values_list(*fields)), said
