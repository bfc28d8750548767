"""Two logs of other houses replayed by the product's own rules; what came of it stands in docs/replays.md.

    python -m benchmarks.replay_logs incidents LOG.csv
    python -m benchmarks.replay_logs orders LOG.csv

Reads a file as `makegood import-stages` reads it, with the mapping of docs/examples, and tries promises on it. Prints
figures only. Needs no database: replay, calendar and limits are pure.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from makegood.commitments.rules.past import past_of_rounds
from makegood.commitments.rules.replay import Round, replay
from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.encounters.rules.columns import StageMap, bound
from makegood.encounters.rules.lines import Line, read_line
from makegood.engines.calendar import Calendar, parse_windows
from makegood.kit.problems import Problem
from makegood.kit.tables import Limits, Table, read_table

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
AT = datetime(2026, 1, 1, tzinfo=UTC)
YEARS = 315_360_000
WAITING = ("user", "vendor", "problem", "evidence")
HOUR = 3_600_000_000


@dataclass
class Incident:
    """What the log tells of one: its signals, and what the file itself says of the promise, row by row."""

    signals: list[Heard] = field(default_factory=list)
    made: list[bool] = field(default_factory=list)
    priority: str = ""
    last_priority: str = ""


def lines_of(file: Path, mapping: str) -> Iterator[tuple[Line | str, Mapping[str, Any]]]:
    """Each row as it is understood, or why it is set aside, with its cells by heading."""
    table = read_table(file.read_bytes(), Limits(file_bytes=200_000_000))
    told = StageMap.from_settings(yaml.safe_load((EXAMPLES / mapping).read_text(encoding="utf-8")))
    places, manner = bound(table, told)
    for row in table.rows:
        values = {name: row[place] for name, place in places.items()} | {"stage": told.stage}
        yield _read(values, manner), _cells(table, row)


def _read(values: Mapping[str, Any], manner: Any) -> Line | str:
    try:
        return read_line(values, manner)
    except Problem as problem:
        return problem.code


def _cells(table: Table, row: Sequence[Any]) -> Mapping[str, Any]:
    return dict(zip(table.headings, row, strict=True))


def incidents(file: Path) -> tuple[dict[str, Incident], Counter[str]]:
    found: defaultdict[str, Incident] = defaultdict(Incident)
    aside: Counter[str] = Counter()
    for line, cells in lines_of(file, "incident-log.yaml"):
        known = found[str(cells["number"])]
        known.last_priority = str(cells["priority"])
        known.made.append(cells["made_sla"] == "true")
        if isinstance(line, str):
            aside[line] += 1
            continue
        assert line.began_at
        assert line.state
        known.priority = known.priority or line.category
        known.signals.append(Heard(line.began_at, "encounter.started", {}))
        known.signals.append(Heard(line.state.at, f"state.{line.state.name}.entered", {}))
        if line.stage and line.stage.ended_at:
            known.signals.append(Heard(line.stage.ended_at, "stage.repair.ended", {}))
    return dict(found), aside


def states(*names: str) -> frozenset[str]:
    return frozenset(f"state.{name}.entered" for name in names)


PAUSED = tuple(f"waiting-{name}" for name in WAITING)
CALENDARS = {
    "24 × 7": Calendar.always("Europe/Lisbon"),
    "Mon–Fri, whole days": Calendar("Europe/Lisbon", (*(parse_windows("00:00-24:00"),) * 5, (), ())),
    "Mon–Fri 9–18": Calendar("Europe/Lisbon", (*(parse_windows("09:00-18:00"),) * 5, (), ())),
}
ENDS = {
    "closed": states("closed"), "first resolved": states("resolved", "closed"),
    "resolved_at": frozenset({"stage.repair.ended"}),
}  # fmt: skip
PAUSES = {
    "never": (frozenset[str](), frozenset[str]()),
    "waiting for the user": (states("waiting-user"), states("new", "active", *PAUSED[1:], "resolved")),
    "any waiting": (states(*PAUSED), states("new", "active", "resolved")),
    "any waiting, and resolved": (states(*PAUSED, "resolved"), states("new", "active")),
}


def terms(calendar: str, end: str, pause: str, budget: int = YEARS, *, repeats: bool = False) -> Terms:
    pauses, resumes = PAUSES[pause]
    starts = frozenset({"encounter.started"}) | (states("active", "new") if repeats else frozenset())
    return Terms(
        1, BudgetKind.WORKING_SECONDS, budget, CALENDARS[calendar], starts, ENDS[end], pauses, resumes,
        repeats=repeats,
    )  # fmt: skip


def needed(found: Sequence[Incident], promise: Terms) -> NDArray[np.int64]:
    """The least limit in microseconds that would have kept the promise on each; of several rounds the longest."""
    rounds: list[Round] = []
    owners: list[int] = []
    for owner, incident in enumerate(found):
        begun = replay([promise], [heard for heard in incident.signals if heard.name in promise.signals])
        rounds += begun
        owners += [owner] * len(begun)
    least = np.zeros(len(found), dtype=np.int64)
    np.maximum.at(least, np.array(owners), past_of_rounds(promise, rounds, until=AT).needed)
    return least


def kappa(kept: NDArray[np.bool_], made: NDArray[np.bool_]) -> float:
    """Cohen (1960): agreement beyond chance; 1 where both say the same of everything."""
    agreed = float(np.mean(kept == made))
    by_chance = float(kept.mean() * made.mean() + (1 - kept.mean()) * (1 - made.mean()))
    return 1.0 if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def best_limit(least: NDArray[np.int64], made: NDArray[np.bool_]) -> int:
    """The whole number of half hours with the fewest verdicts unlike the file's own; of equal ones the shortest."""
    half = HOUR // 2
    bins = np.minimum(-(-least // half), 20_000)
    kept_of = np.bincount(bins[made], minlength=20_001)
    broken_of = np.bincount(bins[~made], minlength=20_001)
    unlike = (made.sum() - np.cumsum(kept_of)) + np.cumsum(broken_of)
    return int(np.argmin(unlike)) * half


def compare(file: Path) -> None:
    known, aside = incidents(file)
    print(f"{sum(len(one.made) for one in known.values()):,} rows, {len(known):,} incidents; set aside: {dict(aside)}")
    found = list(known.values())
    made = np.array([one.made[-1] for one in found])
    priorities = np.array([one.priority for one in found])
    rows = sum(sum(one.made) for one in found)
    print(f"made_sla true in {rows:,} rows and of {int(made.sum()):,} incidents at the end")
    for calendar, end, pause in product(CALENDARS, ENDS, PAUSES):
        limits, kept = tried(needed(found, terms(calendar, end, pause)), priorities, made)
        report(f"{calendar} | {end} | {pause}", limits, kept, made)
    least = needed(found, terms("Mon–Fri, whole days", "closed", "never"))
    limits, kept = tried(least, np.array([one.last_priority for one in found]), made)
    report("Mon–Fri, whole days | closed | never | priority at the end", limits, kept, made)


def tried(
    least: NDArray[np.int64], priorities: NDArray[np.str_], made: NDArray[np.bool_]
) -> tuple[list[str], NDArray[np.bool_]]:
    """The best limit in hours of each priority, in their order, and what is kept under them."""
    kept, limits = np.zeros(len(made), dtype=bool), []
    for priority in sorted(set(priorities)):
        of = priorities == priority
        limit = best_limit(least[of], made[of])
        limits.append(f"{limit / HOUR:g}")
        kept[of] = least[of] <= limit
    return limits, kept


def orders(file: Path) -> Counter[str]:
    """Kept, broken and undelivered, as the promise "delivery by the promised date" counts them, beside the file's own
    comparison of its two columns."""
    promise = Terms(
        1, BudgetKind.PROMISED, 1, CALENDARS["24 × 7"], frozenset({"encounter.started"}),
        frozenset({"stage.delivery.ended"}),
    )  # fmt: skip
    counts: Counter[str] = Counter()
    for line, cells in lines_of(file, "orders-promised.yaml"):
        assert isinstance(line, Line)
        assert line.began_at
        assert line.stage
        assert line.stage.promised_at
        stage, told = line.stage, [Heard(line.began_at, "encounter.started", {})]
        told.append(Heard(line.stage.promised_at, "stage.delivery.promised", {}))
        if stage.ended_at is not None:
            told.append(Heard(stage.ended_at, "stage.delivery.ended", {}))
        [found] = replay([promise], told)
        came, due = (str(cells[f"order_{name}_date"]) for name in ("delivered_customer", "estimated_delivery"))
        if found.stopped_at is None:
            counts["undelivered"] += 1
            continue
        counts[found.state_at(AT).value] += 1
        counts["unlike the file"] += (found.state_at(AT) == "kept") != (came <= due)
    return counts


def report(name: str, limits: Sequence[str], kept: NDArray[np.bool_], made: NDArray[np.bool_]) -> None:
    both, ours = int((kept & made).sum()), int((kept & ~made).sum())
    theirs, neither = int((~kept & made).sum()), int((~kept & ~made).sum())
    print(f"{name} | {' '.join(limits)} | {both} {ours} {theirs} {neither} | {kappa(kept, made):.4f}")


if __name__ == "__main__":
    if sys.argv[1] == "incidents":
        compare(Path(sys.argv[2]))
    else:
        print(dict(orders(Path(sys.argv[2]))))
