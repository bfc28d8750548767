"""How far a promise has been measured on history, and the job that does it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from makegood.commitments.models import Clock, CommitmentVersion, HeardSignal
from makegood.commitments.tasks import measure_promise

BUSY = ("todo", "doing")


@dataclass(frozen=True)
class Measuring:
    """Subjects that could start this promise's clock, and how many have been looked at."""

    is_busy: bool
    has_failed: bool
    subjects: int
    clocks: int

    @property
    def percent(self) -> int:
        return min(100, 100 * self.clocks // self.subjects) if self.subjects else 0


def measuring(version: CommitmentVersion) -> Measuring:
    """Three queries, whatever the amount of history."""
    last = (
        ProcrastinateJob.objects.filter(task_name=measure_promise.name, args__version_id=version.pk)
        .order_by("-id")
        .values_list("status", flat=True)
        .first()
    )
    heard = HeardSignal.objects.filter(name__in=version.starts_on)
    if version.effective_from is not None:
        heard = heard.filter(at__gte=version.effective_from)
    subjects = heard.values("subject_kind", "subject_id").distinct().count()
    clocks = Clock.objects.filter(commitment=version.commitment_id).aggregate(n=Count("pk"))["n"]
    return Measuring(last in BUSY, last == "failed", subjects, clocks)


def begin_measuring(version: CommitmentVersion) -> None:
    """Queue the run; one a promise at a time. Raises AlreadyEnqueued."""
    with transaction.atomic():
        measure_promise.configure(queueing_lock=f"measure:{version.commitment_id}").defer(version_id=version.pk)
