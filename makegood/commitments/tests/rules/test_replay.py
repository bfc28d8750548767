"""Clocks against an independent walk, minute by minute, through random histories in any order. D5"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.commitments.rules.meter import DATED, Pause, due_at, read, warning_times
from makegood.commitments.rules.replay import Round, replay
from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar import Calendar, china_calendar, parse_windows

BASE = datetime(2026, 11, 16, tzinfo=UTC)  # a Monday
DAY = parse_windows("02:00-04:00, 05:00-09:00")
CALENDAR = Calendar("UTC", (DAY, DAY, DAY, DAY, DAY, (), ()))
FAR = 60 * 24 * 40
TERMS = Terms(
    version_id=1,
    kind=BudgetKind.ELAPSED_SECONDS,
    budget=3600,
    calendar=CALENDAR,
    starts_on=frozenset({"start"}),
    stops_on=frozenset({"stop"}),
    pauses_on=frozenset({"pause"}),
    resumes_on=frozenset({"resume"}),
    cancels_on=frozenset({"cancel"}),
)


def minute(n: int) -> datetime:
    return BASE + timedelta(minutes=n)


histories = st.lists(
    st.tuples(
        st.integers(0, 60 * 24 * 6),
        st.sampled_from(["start", "start", "pause", "resume", "pause", "resume", "stop", "cancel"]),
    ),
    max_size=12,
    unique_by=lambda row: row[0],
)
budgets = st.tuples(st.sampled_from([BudgetKind.ELAPSED_SECONDS, BudgetKind.WORKING_SECONDS]), st.integers(1, 900))
limits = st.none() | st.integers(1, 600)


class Walk:
    """One clock watched minute by minute: its first round, when it fell due, how it ended."""

    def __init__(self, events: dict[int, str], kind: BudgetKind, budget: int, limit: int | None) -> None:
        self.started = self.ended = self.due = None
        self.was_cancelled = False
        left, paused_since = budget, None
        for now in range(FAR):
            name = events.get(now)
            if self.started is None:
                if name != "start":
                    continue
                self.started, name = now, None
            if paused_since is not None and limit is not None and now >= paused_since + limit:
                paused_since = None
            if paused_since is None and left == 0 and self.due is None:
                self.due = now
            if name in ("stop", "cancel"):
                self.ended, self.was_cancelled = now, name == "cancel"
            elif name == "pause" and paused_since is None:
                paused_since = now
            elif name == "resume":
                paused_since = None
            if self.ended is not None:
                break
            is_counted = kind is BudgetKind.ELAPSED_SECONDS or CALENDAR.is_open(minute(now))
            if paused_since is None and is_counted and left > 0:
                left -= 1
        self.is_held = paused_since is not None and limit is None

    def state(self) -> str:
        if self.started is None:
            return "none"
        if self.due is not None and (self.ended is None or self.due < self.ended):
            return "broken"
        if self.ended is not None:
            return "cancelled" if self.was_cancelled else "kept"
        return "paused" if self.is_held else "running"


@settings(max_examples=120, deadline=None)
@given(histories, budgets, limits, st.randoms(use_true_random=False))
def test_a_clock_is_what_a_walk_through_its_history_finds_in_any_order(
    rows: list[tuple[int, str]], budget: tuple[BudgetKind, int], limit: int | None, dice: object
) -> None:  # D5
    kind, minutes = budget
    terms = replace(TERMS, kind=kind, budget=minutes * 60, pause_limit=limit * 60 if limit else None)
    walk = Walk(dict(rows), kind, minutes, limit)
    heard = [Heard(minute(at), name, {}) for at, name in rows]
    dice.shuffle(heard)  # type: ignore[attr-defined]
    rounds = replay([terms], heard)
    if walk.started is None:
        assert rounds == []
        return
    [found] = rounds
    assert found.started_at == minute(walk.started)
    assert found.state_at(minute(FAR)).value == walk.state()
    if walk.due is not None:
        assert found.due == minute(walk.due)
    elif walk.ended is not None:
        assert found.due is None or found.due >= minute(walk.ended)
    else:
        assert found.due is None


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 20_000), st.integers(1, 20), st.integers(0, 20_000), st.integers(0, 20_000))
def test_a_pause_of_a_day_promise_never_makes_it_due_before_it_resumes(
    start: int, days: int, wait: int, length: int
) -> None:  # D5
    terms = replace(TERMS, kind=BudgetKind.WORKING_DAYS, budget=days, calendar=china_calendar())
    free = due_at(terms, minute(start), [])
    assert free is not None
    pause = Pause(minute(start + wait), minute(start + wait + length))
    due = due_at(terms, minute(start), [pause])
    assert due is not None
    if pause.start > free:
        assert due == free
    else:
        assert due >= free
        assert pause.end is not None
        assert due >= pause.end
        moved = terms.calendar.working_days_between(pause.start, pause.end)
        assert terms.calendar.working_days_between(free, due) == moved


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 8_000), st.integers(1, 2_000), st.integers(0, 20_000), st.sampled_from(list(BudgetKind)))
def test_what_is_used_and_what_is_left_make_up_the_whole(start: int, budget: int, at: int, kind: BudgetKind) -> None:
    terms = replace(TERMS, kind=kind, budget=budget % 30 + 1 if kind is BudgetKind.WORKING_DAYS else budget * 60)
    if kind in DATED:
        terms = replace(terms, promised_at=minute(start) + timedelta(seconds=terms.budget))
    now = minute(start + at)
    reading = read(terms, minute(start), [], now)
    due = due_at(terms, minute(start), [])
    assert due is not None
    if kind is not BudgetKind.WORKING_DAYS:
        assert reading.used + reading.left == timedelta(seconds=terms.budget)
    assert (reading.left < timedelta(0)) <= (due < now)
    assert reading.used >= timedelta(0)


def test_warnings_come_at_their_share_of_the_counted_time() -> None:  # D5
    terms = replace(TERMS, budget=7200, warning_shares=(0.5, 0.8))
    pauses = [Pause(minute(30), minute(90))]
    due = due_at(terms, minute(0), pauses)
    assert due == minute(180)
    assert warning_times(terms, minute(0), pauses, due) == [minute(120), minute(156)]


def test_a_round_is_bound_to_the_version_in_force_when_it_began() -> None:  # D1
    old = replace(TERMS, version_id=1, effective_from=minute(0), effective_until=minute(100))
    new = replace(TERMS, version_id=2, budget=60, effective_from=minute(100))
    [early] = replay([new, old], [Heard(minute(99), "start", {}), Heard(minute(120), "start", {})])
    [late] = replay([new, old], [Heard(minute(100), "start", {})])
    assert (early.terms.version_id, late.terms.version_id) == (1, 2)
    assert replay([new, old], [Heard(minute(-1), "start", {})]) == []


def test_an_answer_at_the_due_instant_keeps_the_promise_and_one_later_breaks_it() -> None:
    found = Round(TERMS, minute(0), stopped_at=minute(60), due=minute(60))
    assert found.state_at(minute(99)) == "kept"
    assert replace(found, stopped_at=minute(60) + timedelta(microseconds=1)).state_at(minute(99)) == "broken"
