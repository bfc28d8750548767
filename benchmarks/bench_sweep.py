"""How fast promises are broken, warned of and told, what an idle look costs among a million clocks.

The site's web and worker stand still meanwhile: only its database runs, on its durable settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks import bench_disk
from benchmarks.figures import Figure
from benchmarks.site import Site
from makegood.wires.postgres import ensure_running, release

# What the house owes of each: the goal, and whether more is better.
GOALS = {
    "claims": (50_000, True, "sweep: due clocks claimed/s", "clocks/s"),
    "breaches": (10_000, True, "sweep: promises broken/s", "breaches/s"),
    "idle, median": (20, False, "sweep: an idle look, median", "ms"),
    "idle, worst": (20, False, "sweep: an idle look, worst", "ms"),
}
OTHERS = {
    "warnings": ("sweep: warnings/s", "warnings/s"),
    "drained": ("outbox: reactions/s", "reactions/s"),
    "drained together": ("outbox: reactions/s, taken many at once", "reactions/s"),
    "after breaches": ("outbox: what breaches owe, reactions/s", "reactions/s"),
    "queries": ("outbox: what breaches owe, queries a reaction", "queries"),
}


def measure(site: Site) -> Iterator[Figure]:
    site.stop()
    cluster = ensure_running(site.data, durable=True)
    try:
        yield from bench_disk.measure(site)
        site.spoil()
        for line in site.inside("sweep", "").splitlines():
            name, value, n, note = json.loads(line)
            yield _figure(name, value, n, note)
    finally:
        release(cluster)


def _figure(name: str, value: float, n: int, note: str) -> Figure:
    if name in GOALS:
        goal, is_more, words, unit = GOALS[name]
        ratio = value / goal if is_more else goal / value
        note = f"{ratio:.2f} times as good as the goal of {goal:,} {unit}" + (f"; {note}" if note else "")
    else:
        words, unit = OTHERS[name]
    return Figure(words, value, unit, n, note)
