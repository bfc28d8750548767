"""How many due times and working times a second one core computes, against the goals for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from benchmarks.figures import Figure
from benchmarks.site import Site
from makegood.engines.calendar import Calendar, china_calendar, parse_windows, vectors

VECTOR_GOAL, SCALAR_GOAL = 5_000_000, 200_000
MANY, SOME, ROUNDS = 2_000_000, 100_000, 5
FIRST, LAST = datetime(2023, 1, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
LONGEST = 20 * 3600


def measure(site: Site) -> list[Figure]:
    """Random instants of four years, in no order, on office hours with a lunch break, 休 and 班; and with DST."""
    office = china_calendar(parse_windows("09:00-12:00, 13:30-18:00"))
    london = Calendar("Europe/London", (parse_windows("08:30-12:15, 13:00-17:45, 22:00-02:00"),) * 6 + ((),))
    found = []
    for name, calendar in (("office hours, China", office), ("three shifts, London", london)):
        found += vectorised(name, calendar) + scalar(name, calendar)
    return found


def _cases(count: int) -> tuple[Any, Any]:
    random = np.random.default_rng(11)
    begun = random.integers(int(FIRST.timestamp()), int(LAST.timestamp()), count)
    return begun, random.integers(0, LONGEST, count)


def vectorised(name: str, calendar: Calendar) -> list[Figure]:
    begun, seconds = _cases(MANY)
    starts, ends = (np.asarray(instants, dtype="datetime64[s]") for instants in (begun, begun + seconds))
    starts, ends = starts.astype("datetime64[us]"), ends.astype("datetime64[us]")
    return [
        _figure(f"add_working, arrays, {name}", lambda: vectors.add_working(calendar, starts, seconds), MANY),
        _figure(f"working_between, arrays, {name}", lambda: vectors.working_between(calendar, starts, ends), MANY),
        _figure(f"add_working_days, arrays, {name}", lambda: vectors.add_working_days(calendar, starts, 5), MANY),
    ]


def scalar(name: str, calendar: Calendar) -> list[Figure]:
    begun, seconds = ([int(value) for value in values] for values in _cases(SOME))
    starts = [datetime.fromtimestamp(at, UTC) for at in begun]
    pairs = [(at, at + timedelta(seconds=span)) for at, span in zip(starts, seconds, strict=True)]
    budgets = list(zip(starts, seconds, strict=True))
    add, between, days = calendar.add_working, calendar.working_between, calendar.add_working_days
    return [
        _figure(f"add_working, one by one, {name}", lambda: [add(at, n) for at, n in budgets], SOME),
        _figure(f"working_between, one by one, {name}", lambda: [between(a, b) for a, b in pairs], SOME),
        _figure(f"add_working_days, one by one, {name}", lambda: [days(at, 5) for at in starts], SOME),
    ]


def _figure(name: str, work: Callable[[], object], count: int) -> Figure:
    """The median of some rounds on one core, after a first one that unrolls the calendar."""
    work()
    took = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    rate = count / sorted(took)[ROUNDS // 2]
    goal = VECTOR_GOAL if count == MANY else SCALAR_GOAL
    return Figure(f"Calendar: {name}", rate, "a second", count, f"one core; {rate / goal:.1f} × the goal of {goal:,}")
