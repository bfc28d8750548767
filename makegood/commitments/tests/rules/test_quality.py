"""The rounds of a measured quality against a naive count. D1"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.commitments.rules.quality import Quality, Verdict, standing
from makegood.commitments.rules.replay import replay
from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar import Calendar, parse_windows

BASE = datetime(2026, 11, 16, tzinfo=UTC)
DAY = parse_windows("00:00-24:00")
rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9), st.none() | st.integers(0, 50)), max_size=12)


def terms(operator: str) -> Terms:
    return Terms(
        version_id=1, kind=BudgetKind.QUALITY, budget=1, calendar=Calendar("UTC", (DAY,) * 7),
        starts_on=frozenset({"measure.x"}), stops_on=frozenset(), quality=Quality.of(
            {"judged": "share", "operator": operator, "limit": 5}
        ),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rows, st.sampled_from([">=", "<="]), st.randoms(use_true_random=False))
def test_a_subject_is_broken_from_its_first_failing_observation_in_whatever_order_they_are_told(
    told: list[tuple[int, int, int | None]], operator: str, dice: Any
) -> None:
    newest: dict[int, tuple[int, int]] = {}
    for minute, value, judged in told:
        said = (-1 if judged is None else judged, value)
        newest[minute] = max(newest.get(minute, (-2, 0)), said)
    heard = [
        Heard(BASE + timedelta(minutes=m), "measure.x", {"value": v}, None if j is None else BASE + timedelta(hours=j))
        for m, v, j in told
    ] * 2
    dice.shuffle(heard)
    found = replay([terms(operator)], heard)
    bad = [m for m, (_j, v) in sorted(newest.items()) if (v < 5 if operator == ">=" else v > 5)]
    if not newest:
        assert found == []
        return
    [one] = found
    ended = BASE + timedelta(minutes=bad[0] if bad else min(newest))
    assert (one.state_at(BASE).value, one.due) == ("broken" if bad else "kept", ended)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_met_and_missed_need_the_whole_interval_and_mirror_each_other(low: float, width: float, target: float) -> None:
    high = low + width
    found = standing(low, high, target)
    assert (found is Verdict.MET) == (low >= target)
    assert (found is Verdict.MISSED) == (high < target)
    mirrored = standing(-high, -low, -target, "<=")
    assert mirrored is found
