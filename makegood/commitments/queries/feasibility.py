"""A promise tried on everything heard before it is given. D2"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.queries.past import first_heard, past_of
from makegood.commitments.rules.past import SECOND, Past, limit_of
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar.needed import hours_of_the_week
from makegood.engines.statistics import Measured
from makegood.engines.statistics.feasibility import Feasibility, History, Intervals

DAYS, MINIMUM = 365, 30
STEPS = 40
ROUND = (60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400)


@dataclass(frozen=True)
class Tried:
    """One promise on its past. Limits are in `unit`s: one working day, or one second.

    `branches` names the groups of `found` (None: of no branch). `is_all_time` says that the last year had too little
    to say anything and everything heard was taken instead.
    """

    found: Feasibility
    branches: tuple[int | None, ...]
    since: datetime
    until: datetime
    is_all_time: bool
    kind: BudgetKind

    def in_unit(self, limit: float) -> float:
        """A limit of `found` in working days, or in seconds."""
        return limit if self.kind is BudgetKind.WORKING_DAYS else limit / SECOND


def try_promise(
    version: CommitmentVersion,
    *,
    at: datetime,
    branch_ids: frozenset[int] | None = None,
    budget: int | None = None,
    days: int = DAYS,
) -> Tried:
    """Replay a version over the last `days` before `at`, or over all time where those hold too little.

    `budget` tries another limit in the version's own unit (days or seconds). `version.calendar` must have been
    selected with it. Nothing is written.
    """
    terms = replace(version.terms(), effective_from=None, effective_until=None)
    if budget is not None:
        terms = replace(terms, budget=budget)
    since = at - timedelta(days=days)
    past, is_all_time = _seen(past_of(terms, since=since, until=at), branch_ids), False
    earliest = first_heard(terms, until=at)
    if len(past) < MINIMUM and earliest is not None and earliest < since:
        since, is_all_time = earliest, True
        past = _seen(past_of(terms, since=since, until=at), branch_ids)
    history, branches = _history(past, terms.calendar.time_zone)
    limit = limit_of(terms)
    found = history.try_limit(limit, target=float(version.target), steps=list(_steps(terms, limit, history)))
    return Tried(found, branches, since, at, is_all_time, terms.kind)


def _seen(past: Past, branch_ids: frozenset[int] | None) -> Past:
    return past if branch_ids is None else past.where(np.isin(past.branches, sorted(branch_ids)))


def _history(past: Past, time_zone: str) -> tuple[History, tuple[int | None, ...]]:
    known, groups = np.unique(past.branches, return_inverse=True)
    hours, end_hours = (hours_of_the_week(time_zone, column) for column in (past.starts, past.ends))
    rows = Intervals(past.starts, past.ends, past.needed, past.is_over, hours, end_hours, groups.astype(np.int32))
    branches = tuple(None if branch < 0 else int(branch) for branch in known)
    return History(rows, groups=len(branches), minimum=MINIMUM), branches


def _steps(terms: Terms, limit: int, history: History) -> Iterator[int]:
    """Even, round steps up to twice the limit, or to where nearly everything is kept."""
    if not len(history.intervals):
        return
    far = history.times.limit_for(0.95)
    top = max(2 * limit, int(far.value * 1.25) if isinstance(far, Measured) else 0, 1)
    if terms.kind is BudgetKind.WORKING_DAYS:
        step = max(1, -(-top // STEPS))
    else:
        wanted = top / STEPS / SECOND
        step = next((size for size in ROUND if size >= wanted), 86_400 * (int(wanted) // 86_400 + 1)) * SECOND
    first = 0 if terms.kind is BudgetKind.PROMISED else step
    yield from sorted({*range(first, top + step, step), limit})
