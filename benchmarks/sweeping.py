"""The sweep and the outbox, measured inside the site's own database; nothing else runs on it meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from threading import Barrier, Thread
from typing import Any

WORKERS = 2
RUNNING, DUE, WARNED, TOLD, FOLLOWED = 1_000_000, 100_000, 20_000, 4_000, 3_000
CLAIMS, TICKS = 10, 200

CLOCKS = """
INSERT INTO commitments_clock
  (commitment_id, version_id, subject_kind, subject_id, round, branch_id, state, started_at, due_at, sweep_at,
   warn_at, warnings_given, is_provisional, pauses, is_history, made_at)
SELECT v.commitment_id, v.id, 'bench', %(first)s + j, 1, b.id, 'running', %(start)s, due, due, warn, 0, false, '[]',
  false, %(start)s
FROM generate_series(1, %(count)s) AS j
JOIN (SELECT id, commitment_id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS many
      FROM commitments_commitmentversion WHERE state = 'published' AND cardinality(warning_shares) > 0) v
  ON v.n = j %% v.many
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS many FROM people_branch) b
  ON b.n = j %% b.many
CROSS JOIN LATERAL (SELECT %(due)s + j * %(step)s AS due, %(warn)s + j * %(step)s AS warn) AS times
"""


@dataclass(frozen=True)
class Measured:
    """``value`` is a rate or milliseconds; ``n`` how much it comes from."""

    name: str
    value: float
    n: int
    note: str = ""


def measure(at: datetime) -> Iterator[Measured]:
    """Everything in turn. Leaves a crowded database behind."""
    from makegood.commitments.operations import sweep

    while sweep(at=at):
        pass
    yield from _trivial_reactions(at)
    _make(RUNNING, at, due=at + timedelta(days=1), warn=at + timedelta(hours=1))
    yield from _idle(at)
    _make(DUE, at, due=at - timedelta(hours=3), warn=at - timedelta(hours=4))
    yield _claims(at)
    yield from _breaches(at)
    yield from _after_breaches(at)
    _make(WARNED, at, due=at + timedelta(hours=3), warn=at - timedelta(hours=4))
    yield _warnings(at)


def _make(count: int, at: datetime, *, due: datetime, warn: datetime) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(subject_id), 0) FROM commitments_clock WHERE subject_kind = 'bench'")
        first = cursor.fetchone()[0]
        params = {"first": first, "count": count, "start": at - timedelta(days=2), "due": due, "warn": warn}
        cursor.execute(CLOCKS, params | {"step": timedelta(milliseconds=7)})
        cursor.execute("ANALYZE commitments_clock")


def _idle(at: datetime) -> Iterator[Measured]:
    from makegood.commitments.operations import sweep

    taken = []
    for _ in range(TICKS):
        started = time.perf_counter()
        found = sweep(at=at)
        taken.append((time.perf_counter() - started) * 1000)
        assert found == 0, found
    yield Measured("idle, median", median(taken), TICKS)
    yield Measured("idle, worst", max(taken), TICKS)


def _claims(at: datetime) -> Measured:
    """Locked in their order, news looked for, then let go: each worker claims what the other does not hold."""
    from django.db import connection, transaction

    from makegood.commitments.operations.sweep import BATCH
    from makegood.commitments.operations.sweep_statements import CLAIM_DUE

    def work() -> int:
        count = 0
        for _ in range(CLAIMS):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(CLAIM_DUE, {"at": at, "limit": BATCH})
                count += len(cursor.fetchall())
                transaction.set_rollback(True)
        return count

    count, seconds = _together(work)
    return Measured("claims", count / seconds, count, f"{WORKERS} workers, batches of {BATCH:,}")


def _breaches(at: datetime) -> Iterator[Measured]:
    from makegood.commitments.operations.sweep import BATCH, break_due

    def work() -> int:
        count = 0
        while found := break_due(at=at):
            count += found
        return count

    before = _rows()
    count, seconds = _together(work)
    verdicts, entries, owed = (after - earlier for earlier, after in zip(before, _rows(), strict=True))
    assert (verdicts, entries) == (count, count), (verdicts, entries, count)
    note = f"{WORKERS} workers, batches of {BATCH:,}; each a clock, a verdict, an entry, {owed / count:.1f} outbox rows"
    yield Measured("breaches", count / seconds, count, note)


def _rows() -> list[int]:
    from makegood.commitments.models import ClockVerdict
    from makegood.journal.models import Entry, Outbox

    return [model.objects.count() for model in (ClockVerdict, Entry, Outbox)]


def _warnings(at: datetime) -> Measured:
    from makegood.commitments.operations.sweep import warn_of_due

    count, started = 0, time.perf_counter()
    while found := warn_of_due(at=at):
        count += found
    return Measured("warnings", count / (time.perf_counter() - started), count, "one worker")


def _trivial_reactions(at: datetime) -> Iterator[Measured]:
    from django.db import transaction

    from benchmarks.bell import BellRung, ChimeRung
    from makegood import journal
    from makegood.kit.actor import SYSTEM

    journal.drain_all(at=at)
    for name, event in (("drained", BellRung), ("drained together", ChimeRung)):
        with transaction.atomic():
            journal.record_many([event(k) for k in range(TOLD)], by=SYSTEM, at=at)
        started = time.perf_counter()
        count = journal.drain_all(at=at)
        yield Measured(name, count / (time.perf_counter() - started), count, "one worker, nothing to do in each")


def _after_breaches(at: datetime) -> Iterator[Measured]:
    """The first of what the breaches owe: those responsible told, guarantees made good, systems told."""
    from django.db import connection

    from makegood import journal

    queries, count = 0, 0

    def counted(execute: Any, *call: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*call)

    started = time.perf_counter()
    with connection.execute_wrapper(counted):
        while count < FOLLOWED:
            count += journal.drain(at=at, limit=100)
    rate = count / (time.perf_counter() - started)
    yield Measured("after breaches", rate, count, "one worker; no case behind the clocks")
    yield Measured("queries", queries / count, count)


def _together(work: Callable[[], int]) -> tuple[int, float]:
    """What the workers did, and the seconds from their common start to the last one's end."""
    from django.db import connection

    counts: list[int] = []
    barrier = Barrier(WORKERS + 1)

    def walk() -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            counts.append(work())
        finally:
            connection.close()

    workers: list[Any] = [Thread(target=walk) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    barrier.wait()
    started = time.perf_counter()
    for worker in workers:
        worker.join()
    assert len(counts) == WORKERS, "a worker failed"
    return sum(counts), time.perf_counter() - started
