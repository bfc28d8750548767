"""The ladder as a rule: against a slow walk through the minutes, and what the calendars do to it. D5"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.commitments.rules.escalation import (
    Reach,
    Rung,
    awake,
    before_breach,
    faults_of,
    ring_times,
    ringing,
    rungs_due,
)
from makegood.commitments.rules.meter import Pause, due_at
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar import Calendar, parse_windows

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
OFFICE = Calendar("Asia/Shanghai", (parse_windows("09:00-18:00"),) * 5 + ((), ()))
WAKING = awake("Asia/Shanghai", time(22), time(8))
START = datetime(2026, 11, 16, 9, tzinfo=SHANGHAI)  # a Monday


def terms(kind: BudgetKind = BudgetKind.WORKING_SECONDS, minutes: int = 120, calendar: Calendar = OFFICE) -> Terms:
    return Terms(1, kind, minutes * 60, calendar, frozenset({"a"}), frozenset({"b"}))


LADDER = [
    Rung(Reach.OWNER, 50), Rung(Reach.SITE, 90), Rung(Reach.SITE), Rung(Reach.REGION, after=3600),
    Rung(Reach.HEAD_OFFICE, after=3 * 3600),
]  # fmt: skip


@st.composite
def ladders(draw: st.DrawFn) -> list[Rung]:
    shares = sorted(draw(st.sets(st.integers(1, 99), max_size=3)))
    afters = sorted(draw(st.sets(st.integers(0, 600), max_size=3)))
    heights = sorted(draw(st.lists(st.sampled_from(range(4)), min_size=6, max_size=6)))
    places = iter([list(Reach)[height] for height in heights])
    early = [Rung(next(places), share) for share in shares]
    return early + [Rung(next(places), after=minutes * 60) for minutes in afters]


def walked(
    calendar: Calendar | None, waking: Calendar | None, start: datetime, pauses: list[Pause], budget: int,
    rungs: list[Rung], until: datetime,
) -> list[datetime | None]:  # fmt: skip
    """Each rung by walking through the minutes: a minute counts when it is open and nothing holds the promise."""
    found: list[datetime | None] = [None] * len(rungs)
    used, after, moment, due = 0, 0, start, None
    while moment <= until and None in found:
        for place, rung in enumerate(rungs):
            is_early = rung.share is not None and used * 100 >= budget * rung.share
            is_late = rung.share is None and due is not None and after * 60 >= rung.after
            if found[place] is None and (is_early or is_late):
                found[place] = moment
        minute_counts = calendar is None or calendar.is_open(moment)
        if due is None and minute_counts and not any(p.start <= moment and moment < p.end for p in pauses if p.end):
            used += 1
        elif due is not None and (waking is None or waking.is_open(moment)):
            after += 1
        moment += MINUTE
        if due is None and used >= budget:
            due = moment
    return found


@settings(max_examples=60, deadline=None)
@given(
    ladders(), st.integers(1, 4).map(lambda n: n * 100), st.integers(0, 3 * 1440), st.booleans(), st.booleans(),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 600)), max_size=2),
)  # fmt: skip
def test_each_rung_is_where_a_walk_through_the_minutes_finds_it(
    rungs: list[Rung], budget: int, began: int, by_the_clock: bool, is_urgent: bool, holds: list[tuple[int, int]]
) -> None:
    start = START + began * MINUTE
    pauses: list[Pause] = []
    for wait, length in sorted(holds):
        begins = max(start + wait * MINUTE, pauses[-1].end or start if pauses else start)
        pauses.append(Pause(begins, begins + length * MINUTE))
    kind = BudgetKind.ELAPSED_SECONDS if by_the_clock else BudgetKind.WORKING_SECONDS
    promise = terms(kind, budget)
    due = due_at(promise, start, pauses)
    assert due is not None
    counted = [p for p in pauses if p.start <= due]
    times = ring_times(promise, start, counted, due, rungs, is_urgent=is_urgent, waking=WAKING)
    after = None if is_urgent else (WAKING if by_the_clock else OFFICE)
    reference = walked(
        None if by_the_clock else OFFICE, after, start, counted, budget, rungs, due + timedelta(days=6)
    )  # fmt: skip
    assert times == sorted(times)
    for found, expected in zip(times, reference, strict=True):
        assert expected is not None
        # the walk sees whole minutes, a share of the budget may fall between two of them
        assert found <= expected < found + timedelta(days=4)
        assert (OFFICE.working_between(found, expected) if not by_the_clock else expected - found) <= MINUTE


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.integers(0, 6), st.integers(0, 110), st.booleans())
def test_looking_late_or_often_rings_the_same_rungs_in_the_end(
    minutes: list[int], early: int, look: int, is_broken: bool
) -> None:
    times = [START + m * MINUTE for m in sorted(minutes)]
    early = min(early, len(times))
    at = START + look * MINUTE
    once = rungs_due(times, early, at, is_broken=is_broken)
    often, done = [], 0
    for minute in range(look + 1):
        now = rungs_due(times, early, START + minute * MINUTE, is_broken=is_broken)
        if now > done:
            often.append((done, now))
            done = now
    assert done == once
    assert all(a[1] == b[0] for a, b in pairwise(often))  # no rung twice, none left out
    rungs = LADDER[:3] + LADDER
    called = {rung.reach for a, b in often for rung in ringing(rungs, a, b)}
    assert called == {rung.reach for rung in ringing(rungs, 0, once)}


def test_a_late_look_calls_each_place_once_the_highest_first() -> None:
    rungs = [Rung(Reach.SITE, 50, by_email=True), Rung(Reach.SITE), Rung(Reach.REGION, after=60)]
    assert ringing(rungs, 0, 3) == [Rung(Reach.REGION, after=60), Rung(Reach.SITE, by_email=True)]
    assert ringing(rungs, 2, 3) == [Rung(Reach.REGION, after=60)]


def test_a_holiday_does_not_hasten_the_escalation() -> None:
    """The same promise over a week with and without holidays: each rung comes after the same working time."""
    rest = {date(2026, 11, day): () for day in (17, 18, 19)}
    with_holidays = Calendar("Asia/Shanghai", OFFICE.week, rest)
    start = START + timedelta(hours=7, minutes=30)  # 16:30 on the eve of the holidays
    worked = []
    for calendar in (OFFICE, with_holidays):
        promise = terms(calendar=calendar)
        due = due_at(promise, start, [])
        times = ring_times(promise, start, [], due, LADDER, is_urgent=False, waking=WAKING)
        assert not any(date(2026, 11, 17) <= t.date() <= date(2026, 11, 19) for t in times[2:]) or calendar is OFFICE
        worked.append([calendar.working_between(start, t) for t in times])
    assert worked[0] == worked[1]
    assert worked[0] == [timedelta(minutes=n) for n in (60, 108, 120, 180, 300)]


def test_a_night_carries_nothing_up_that_is_not_urgent() -> None:
    promise = terms(BudgetKind.ELAPSED_SECONDS, 24 * 60, Calendar.always("Asia/Shanghai"))
    start = START + timedelta(hours=14)  # due at 23:00 the next day
    due = due_at(promise, start, [])
    calm = ring_times(promise, start, [], due, LADDER[2:], is_urgent=False, waking=WAKING)
    urgent = ring_times(promise, start, [], due, LADDER[2:], is_urgent=True, waking=WAKING)
    assert [t.astimezone(SHANGHAI).strftime("%d %H:%M") for t in calm] == ["17 23:00", "18 09:00", "18 11:00"]
    assert [t.astimezone(SHANGHAI).strftime("%d %H:%M") for t in urgent] == ["17 23:00", "18 00:00", "18 02:00"]


def test_what_waits_without_end_rings_nothing() -> None:
    assert ring_times(terms(), START, [Pause(START, None)], None, LADDER, is_urgent=True, waking=WAKING) == []


def test_what_is_no_ladder_is_named() -> None:
    assert faults_of(LADDER) == []
    assert before_breach(LADDER) == 2
    assert faults_of([]) == []
    assert faults_of([Rung(Reach.SITE), Rung(Reach.SITE)]) == ["order"]
    assert faults_of([Rung(Reach.SITE), Rung(Reach.SITE, 50)]) == ["order"]
    assert faults_of([Rung(Reach.REGION, 50), Rung(Reach.SITE)]) == ["descends"]
    assert faults_of([Rung(Reach.SITE, 0)]) == ["share"]
    assert faults_of([Rung(Reach.SITE, 100)]) == ["share"]
    assert faults_of([Rung(Reach.SITE, after=-1)]) == ["after"]
    assert faults_of([Rung(Reach.SITE, share) for share in range(10, 80, 10)]) == ["too_many"]


@pytest.mark.parametrize("hours", [(time(22), time(8)), (time(0), time(6)), (time(9), time(9)), (time(20), time(0))])
def test_quiet_hours_of_every_shape_leave_a_calendar(hours: tuple[time, time]) -> None:
    whole = awake("Asia/Shanghai", *hours).working_between(START, START + timedelta(days=1))
    quiet = (datetime.combine(START, hours[1]) - datetime.combine(START, hours[0])) % timedelta(days=1)
    assert whole == timedelta(days=1) - quiet
