from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.models import CommitmentVersion, HeardSignal
from makegood.commitments.operations.settle import lock, settle
from makegood.commitments.queries.promises import promises_in_force
from makegood.commitments.rules.scope import DIMENSIONS
from makegood.commitments.rules.signals import REFILING, Signal, Subject, is_ahead
from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import Invalid

BATCH = 2_000


def hear(signal: Signal, *, at: datetime, by: Actor = SYSTEM) -> None:
    """Something happened to a subject: start, pause, resume or stop the clocks that listen to it.

    Repeatable, and right in any order: a signal told twice counts once, one told late counts from when it
    happened (`signal.at`). `at` is when it was told. Raises Invalid for one that lies in the future.
    """
    hear_batch([signal], at=at, by=by)


def hear_batch(signals: Iterable[Signal], *, at: datetime, by: Actor = SYSTEM) -> int:
    """`hear` for thousands at once, in a few statements a batch. Returns how many subjects it concerned.

    In backfill mode this is history: verdicts are measured at once, the journal hears one sum a promise,
    and no warning is ever given. A signal dated later than honest clocks differ is refused with the whole batch,
    before anything of it is heard: whoever told it keeps it, and tells it again.
    """
    signals = list(signals)
    _refuse_the_future(signals, at)
    grouped: dict[Subject, list[Signal]] = {}
    for signal in signals:
        grouped.setdefault(Subject(*signal.subject), []).append(signal)
    subjects = sorted(grouped)
    promises = promises_in_force()
    listened = frozenset[str]().union(*(promise.signals for promise in promises))
    for start in range(0, len(subjects), BATCH):
        part = subjects[start : start + BATCH]
        with transaction.atomic():
            lock(part)
            _remember((signal for subject in part for signal in grouped[subject]), at)
            moved = [subject for subject in part if any(s.name in listened for s in grouped[subject])]
            settle(moved, by=by, at=at, promises=promises)
    return len(subjects)


def _refuse_the_future(signals: Iterable[Signal], at: datetime) -> None:
    is_history = journal.current_mode() is journal.Mode.BACKFILL
    for signal in signals:
        if is_ahead(signal, heard_at=at, is_history=is_history):
            raise Invalid(
                _(
                    "“%(name)s” of %(subject)s is dated %(date)s, but that is still to come. "
                    "Set the clock of the system that sent it, then send it again."
                ),
                field="at",
                name=signal.name,
                subject=f"{signal.subject[0]} {signal.subject[1]}",
                date=signal.dated(at).isoformat(timespec="seconds"),
            )


def _remember(signals: Iterable[Signal], at: datetime) -> None:
    is_history = journal.current_mode() is journal.Mode.BACKFILL
    rows = [
        HeardSignal(
            subject_kind=signal.subject[0],
            subject_id=signal.subject[1],
            name=signal.name,
            at=signal.dated(at),
            judged_at=signal.judged_at,
            facts=dict(signal.facts),
            heard_at=at,
            is_history=is_history,
        )
        for signal in signals
    ]
    HeardSignal.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)


def _in_scope(version: CommitmentVersion) -> Q:
    asked = {key: list(allowed) for key, allowed in version.scope.items() if allowed and key in DIMENSIONS}
    return Q(*(Q(**{f"facts__{DIMENSIONS[key]}__in": allowed}) for key, allowed in asked.items()), pk__isnull=False)


def measure_history(version: CommitmentVersion, *, at: datetime, by: Actor = SYSTEM) -> int:
    """Run a promise over everything already heard: what began in its past gets its clock and verdict.

    Nobody is written to and nothing is owed for it (backfill mode). Repeatable. Returns the number of
    subjects looked at: those that began as something it covers, or became something else later.
    """
    became = HeardSignal.objects.filter(
        name__in=REFILING, subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id")
    )
    heard = HeardSignal.objects.filter(_in_scope(version) | Exists(became), name__in=version.starts_on)
    if version.effective_from is not None:
        heard = heard.filter(at__gte=version.effective_from)
    subjects = sorted({Subject(*row) for row in heard.values_list("subject_kind", "subject_id")})
    promises = promises_in_force([version.commitment_id])
    with journal.in_mode(journal.Mode.BACKFILL):
        for start in range(0, len(subjects), BATCH):
            part = subjects[start : start + BATCH]
            with transaction.atomic():
                lock(part)
                settle(part, by=by, at=at, promises=promises)
    return len(subjects)
