"""How long it takes to try a promise on ten million past intervals, working time included."""

from __future__ import annotations

import time

import numpy as np

from benchmarks.figures import Figure
from benchmarks.site import Site
from makegood.engines.calendar import china_calendar, parse_windows
from makegood.engines.calendar.needed import hours_of_the_week, needed_time
from makegood.engines.statistics.feasibility import History, Intervals

ROWS, BRANCHES, YEARS = 10_000_000, 40, 3
SECOND = 1_000_000


def measure(site: Site) -> list[Figure]:
    """Three years of 40 branches, 2 % unfinished, by a calendar with holidays; the site is not used."""
    dice = np.random.default_rng(1)
    begun = 1_704_067_200 * SECOND + dice.integers(0, YEARS * 365 * 86_400, ROWS) * SECOND
    lasted = (dice.gamma(2, 2_700, ROWS) * SECOND).astype(np.int64)
    over = dice.random(ROWS) > 0.02
    branches = dice.integers(0, BRANCHES, ROWS).astype(np.int32)
    calendar = china_calendar(parse_windows("09:00-12:00, 13:30-21:00"))
    since = time.perf_counter()
    ends = begun + lasted
    needed = needed_time(calendar, begun, ends)
    hours, end_hours = (hours_of_the_week("Asia/Shanghai", at) for at in (begun, ends))
    history = History(Intervals(begun, ends, needed, over, hours, end_hours, branches), groups=BRANCHES)
    first = history.try_limit(7_200 * SECOND, target=0.95, steps=[k * 600 * SECOND for k in range(1, 40)])
    took = time.perf_counter() - since
    again = time.perf_counter()
    history.try_limit(5_400 * SECOND, target=0.95, steps=[k * 600 * SECOND for k in range(1, 40)])
    next_limit = time.perf_counter() - again
    note = f"{BRANCHES} branches, {first.unfinished:,} unfinished; aim: at most 20 s"
    return [
        Figure("feasibility of a promise over 10 million past intervals", took, "s", ROWS, note),
        Figure("another time limit over the same intervals", next_limit, "s", ROWS),
    ]
