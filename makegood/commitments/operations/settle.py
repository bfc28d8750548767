"""Bring clocks in line with what their subjects' signals amount to. The only place that writes clocks anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from makegood.commitments.models import Clock, HeardSignal
from makegood.commitments.operations.escalation_timers import keep_timers
from makegood.commitments.operations.outcome import Outcomes
from makegood.commitments.queries.lineage import lineage_of
from makegood.commitments.queries.promises import Promise, promises_in_force
from makegood.commitments.rules.lineage import Lineage
from makegood.commitments.rules.meter import warning_times
from makegood.commitments.rules.replay import Round, replay
from makegood.commitments.rules.signals import Heard, Subject
from makegood.commitments.rules.states import OPEN, ClockState
from makegood.kit.actor import Actor

ROOM_LOCK = 0x6D67_636C
MANY = 50
CHANGING = [
    "version", "branch", "state", "started_at", "ended_at", "due_at", "sweep_at", "is_provisional", "pauses",
    "warn_at", "warnings_given", "extended",
]  # fmt: skip


def lock(subjects: Collection[Subject]) -> None:
    """Hold these subjects for this transaction: a start and a stop told at once must see each other.

    So must those to whom they are linked. A large batch holds the whole room instead of filling the database's lock
    table.
    """
    with connection.cursor() as cursor:
        if len(subjects) > MANY:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROOM_LOCK])
            return
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ROOM_LOCK])
        held, wanted = set[Subject](), set(subjects)
        while wanted - held:
            for subject in sorted(wanted - held):
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [ROOM_LOCK, f"{subject.kind}:{subject.id}"]
                )
            held |= wanted
            wanted = lineage_of(held).everyone(held)


def settle(
    subjects: Collection[Subject],
    *,
    by: Actor,
    at: datetime,
    commitment_ids: Iterable[int] | None = None,
    promises: list[Promise] | None = None,
) -> None:
    """Replay the signals of these subjects and write what follows: clocks, verdicts, entries.

    `at` is when this became known. Needs the transaction of what made it necessary.
    """
    if not subjects:
        return
    if promises is None:
        promises = promises_in_force(commitment_ids)
    lineage = lineage_of(subjects)
    subjects = sorted(lineage.heirs(subjects))
    told = _signals({source for subject in subjects for source in lineage.sources(subject)})
    clocks = _clocks(subjects, promises)
    outcomes = Outcomes(at=at, by=by)
    new: list[Clock] = []
    changed: list[Clock] = []
    listening = [(promise, promise.signals) for promise in promises]
    for subject in subjects:
        history = lineage.history(subject, told)
        for promise, wanted in listening:
            existing = clocks.get((subject, promise.commitment.pk), {})
            rounds = _owed(subject, promise, wanted, lineage, told, history)
            begun, moved = _one(subject, promise, rounds, history, existing, outcomes, at)
            new += begun
            changed += moved
    Clock.objects.bulk_create(new, batch_size=2_000)
    Clock.objects.bulk_update(changed, CHANGING, batch_size=500)
    kept = [clock for rounds in clocks.values() for clock in rounds.values()]
    keep_timers(
        new, kept, promises, lambda it: _is_urgent(lineage.history(Subject(it.subject_kind, it.subject_id), told)),
        at=at,
    )  # fmt: skip
    outcomes.write({clock.pk for clock in new})


def _is_urgent(signals: Iterable[HeardSignal]) -> bool:
    """By the last signal that said anything about it."""
    said = [(s.judged_at or s.at, s.facts["urgency"]) for s in signals if s.facts.get("urgency")]
    return bool(said) and max(said)[1] == "urgent"


def _one(
    subject: Subject,
    promise: Promise,
    rounds: list[Round],
    history: Sequence[HeardSignal],
    existing: dict[int, Clock],
    outcomes: Outcomes,
    at: datetime,
) -> tuple[list[Clock], list[Clock]]:
    """One promise on one subject: the clocks that began, and those that changed."""
    new, changed = [], []
    for number, found in enumerate(rounds, 1):
        clock = existing.get(number)
        if clock is None:
            clock = _new_clock(subject, promise, number, history, at)
            new.append(clock)
            _write(clock, found, promise, outcomes, at)
            continue
        before = _content(clock)
        _write(clock, found, promise, outcomes, at)
        if _content(clock) != before:
            changed.append(clock)
    for number, clock in existing.items():
        if number > len(rounds) and clock.state != ClockState.WITHDRAWN:
            clock.state, clock.sweep_at, clock.warn_at = ClockState.WITHDRAWN, None, None
            changed.append(clock)
            outcomes.note(clock, None, promise)
    return new, changed


def _content(clock: Clock) -> list[object]:
    return [getattr(clock, name) for name in ("version_id", "branch_id", *CHANGING[2:])]


def _owed(
    subject: Subject,
    promise: Promise,
    wanted: frozenset[str],
    lineage: Lineage,
    told: Mapping[Subject, list[HeardSignal]],
    history: Sequence[HeardSignal],
) -> list[Round]:
    """The rounds of a promise on a subject: none on one that was merged into another; on one that was split off
    none that was decided by then, for it is not owed twice."""
    if lineage.is_silent(subject):
        return []
    rounds = _rounds(promise, wanted, history)
    for link in lineage.splits(subject):
        past = [signal for signal in lineage.history(link.source, told) if signal.at <= link.at]
        decided = {old.started_at for old in _rounds(promise, wanted, past) if old.is_decided_by(link.at)}
        rounds = [found for found in rounds if found.started_at not in decided]
    return rounds


def _rounds(promise: Promise, wanted: frozenset[str], signals: Sequence[HeardSignal]) -> list[Round]:
    heard = [Heard(s.at, s.name, s.facts, s.judged_at) for s in signals if s.name in wanted]
    if not any(told.name in terms.starts_on for told in heard for terms in promise.terms):
        return []
    return replay(promise.terms, heard)


def _new_clock(subject: Subject, promise: Promise, number: int, history: Sequence[HeardSignal], at: datetime) -> Clock:
    return Clock(
        commitment=promise.commitment,
        subject_kind=subject.kind,
        subject_id=subject.id,
        round=number,
        is_history=all(signal.is_history for signal in history),
        made_at=at,
    )


def _write(clock: Clock, found: Round, promise: Promise, outcomes: Outcomes, at: datetime) -> None:
    """The round as the clock's row; an overdue clock stays open until the sweep breaks it."""
    state = found.state_at(at)
    was_broken = clock.pk is not None and clock.state == ClockState.BROKEN
    if state is ClockState.BROKEN and not found.is_over and not was_broken and not outcomes.is_backfill:
        state = found.open_state_at(at)
    terms = found.terms
    clock.version_id = terms.version_id
    clock.branch_id = found.facts.get("branch_id")
    clock.state = state.value
    clock.started_at, clock.due_at = found.started_at, found.due
    clock.ended_at = found.stopped_at or found.cancelled_at
    grace = timedelta(seconds=promise.grace[terms.version_id])
    clock.sweep_at = found.due + grace if found.due and state in OPEN else None
    clock.is_provisional = found.due is not None and terms.calendar.is_provisional(found.due)
    clock.pauses = [
        [p.start.isoformat(), p.end.isoformat() if p.end else None, p.reason, p.evidence] for p in found.pauses
    ]
    clock.warn_at = None
    if state in OPEN and terms.warning_shares and not clock.is_history:
        times = warning_times(terms, found.started_at, found.pauses, found.due)
        if found.extended != clock.extended:  # the shares of a longer time are reached anew
            clock.warnings_given = sum(moment <= at for moment in times)
        clock.warn_at = times[clock.warnings_given] if clock.warnings_given < len(times) else None
    clock.extended = found.extended
    outcomes.note(clock, state, promise)


def _by_kind(subjects: Iterable[Subject]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for kind, pk in subjects:
        found[kind].append(pk)
    return found


def _signals(subjects: Iterable[Subject]) -> dict[Subject, list[HeardSignal]]:
    found: defaultdict[Subject, list[HeardSignal]] = defaultdict(list)
    for kind, ids in _by_kind(subjects).items():
        for signal in HeardSignal.objects.filter(subject_kind=kind, subject_id__in=ids).iterator(5_000):
            found[Subject(kind, signal.subject_id)].append(signal)
    return found


def _clocks(subjects: Iterable[Subject], promises: Iterable[Promise]) -> dict[tuple[Subject, int], dict[int, Clock]]:
    """Rows are locked, so that a sweep that holds one finishes first and its breach is seen here."""
    found: defaultdict[tuple[Subject, int], dict[int, Clock]] = defaultdict(dict)
    wanted = [promise.commitment.pk for promise in promises]
    for kind, ids in _by_kind(subjects).items():
        rows: QuerySet[Clock] = Clock.objects.filter(subject_kind=kind, subject_id__in=ids, commitment__in=wanted)
        for clock in rows.select_for_update().order_by("pk"):
            found[Subject(kind, clock.subject_id), clock.commitment_id][clock.round] = clock
    return found
