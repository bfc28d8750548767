"""The columns on which a promise is tried agree with the replay of its clocks, whatever happened. D2"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from makegood.commitments.rules.past import limit_of, micros, past_of_intervals, past_of_rounds
from makegood.commitments.rules.replay import replay
from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.states import ClockState
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar import Calendar, parse_windows

SHOP = Calendar("Asia/Shanghai", tuple(parse_windows(text) for text in ["09:00-12:00, 13:30-18:00"] * 5 + ["", ""]))
START = datetime(2026, 3, 19, 16, tzinfo=UTC)
UNTIL = START + timedelta(days=12)
TERMS = Terms(
    0, BudgetKind.WORKING_SECONDS, 3_600, SHOP, frozenset({"begin"}), frozenset({"end"}), frozenset({"wait"}),
    frozenset({"go"}), frozenset({"drop"}),
)  # fmt: skip
NAMES = ["begin", "begin", "wait", "go", "wait", "go", "end", "drop"]
HISTORY = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 12 * 96)), min_size=1, max_size=8)
KINDS = st.sampled_from([BudgetKind.WORKING_SECONDS, BudgetKind.ELAPSED_SECONDS, BudgetKind.WORKING_DAYS])


def heard(rows: list[tuple[str, int]]) -> list[Heard]:
    return [Heard(START + timedelta(minutes=15 * quarter), name, {}) for name, quarter in rows]


@settings(max_examples=400, deadline=None)
@given(HISTORY, KINDS, st.integers(1, 12), st.sampled_from([None, 7_200]), st.sampled_from([1_800, 3_600, 27_000]))
@example([("begin", 40), ("wait", 44), ("go", 50), ("end", 50)], BudgetKind.ELAPSED_SECONDS, 1, None, 3_600)
def test_a_round_is_kept_by_exactly_the_limits_from_what_it_needs_on(
    rows: list[tuple[str, int]], kind: BudgetKind, budget: int, pause_limit: int | None, unit: int
) -> None:
    limit = budget if kind is BudgetKind.WORKING_DAYS else budget * unit
    terms = replace(TERMS, kind=kind, budget=limit, pause_limit=pause_limit)
    rounds = replay([terms], heard(rows))
    past = past_of_rounds(terms, rounds, until=UNTIL)
    for found, needed, is_over in zip(rounds, past.needed, past.is_over, strict=True):
        state = found.state_at(UNTIL)
        expected = ClockState.BROKEN if needed > limit_of(terms) else ClockState.KEPT if is_over else None
        if expected is not None:
            assert state is expected
        else:
            assert state not in (ClockState.BROKEN, ClockState.KEPT)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 900), st.none() | st.integers(0, 240)), min_size=1, max_size=10), KINDS)
def test_plain_intervals_are_the_rounds_of_the_same_history(
    rows: list[tuple[int, int | None]], kind: BudgetKind
) -> None:
    terms = replace(TERMS, kind=kind, budget=1)
    rounds = []
    for begun, lasted in rows:
        told = [("begin", begun)] + ([("end", begun + lasted)] if lasted is not None else [])
        rounds += replay([terms], heard(told))
    starts = np.array([micros(found.started_at) for found in rounds])
    ends = np.array([micros(found.stopped_at) if found.stopped_at else -1 for found in rounds])
    plain = past_of_intervals(terms, starts, ends, np.full(len(rounds), -1), until=UNTIL)
    by_rounds = past_of_rounds(terms, rounds, until=UNTIL)
    for name in plain.__dataclass_fields__:
        assert getattr(plain, name).tolist() == getattr(by_rounds, name).tolist(), name


def test_more_time_that_was_granted_is_taken_as_granted() -> None:
    terms = replace(TERMS, kind=BudgetKind.ELAPSED_SECONDS, budget=3_600)
    [found] = replay([terms], heard([("begin", 0), ("end", 8)]))
    extended = replace(found, terms=replace(terms, budget=5_400))
    past = past_of_rounds(terms, [found, extended], until=UNTIL)
    assert [int(needed) // 1_000_000 for needed in past.needed] == [7_200, 5_400]


def test_a_promised_date_that_lies_ahead_says_nothing_and_a_late_parcel_is_late_by_its_hours() -> None:
    terms = Terms(0, BudgetKind.PROMISED, 1, SHOP, frozenset({"stage.d.started"}), frozenset({"stage.d.ended"}))
    day = timedelta(days=1)

    def parcel(promised: timedelta, delivered: timedelta | None) -> Any:
        told = [Heard(START, "stage.d.started", {}), Heard(START + promised, "stage.d.promised", {})]
        return replay([terms], told + ([Heard(START + delivered, "stage.d.ended", {})] if delivered else []))

    rounds = [*parcel(2 * day, day), *parcel(2 * day, 3 * day), *parcel(20 * day, None), *parcel(2 * day, None)]
    past = past_of_rounds(terms, rounds, until=UNTIL)
    assert [(int(n) // 3_600_000_000, bool(o)) for n, o in zip(past.needed, past.is_over, strict=True)] == [
        (0, True), (24, True), (240, False),
    ]  # fmt: skip
