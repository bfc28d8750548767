from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import ClocksMerged
from makegood.commitments.models import Clock, HeardSignal
from makegood.commitments.operations.settle import lock, settle
from makegood.commitments.rules.signals import Subject
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid

_ASIDE = 10_000


@transaction.atomic
def merge_clocks(kept: tuple[str, int], merged: tuple[str, int], *, by: Actor, at: datetime) -> None:
    """One subject takes over another: of each promise the clock that started first lives on, with its
    verdicts; the later one is withdrawn, and so is its breach. Call it before the merged subject closes.

    Raises Invalid when the two are the same or of different kinds.
    """
    into, gone = Subject(*kept), Subject(*merged)
    if into == gone or into.kind != gone.kind:
        raise Invalid(_("Choose two different items of the same kind to merge."))
    lock([into, gone])
    for commitment_id in _earlier_elsewhere(into, gone):
        _swap(into, gone, commitment_id)
    _hand_over_signals(into, gone)
    settle([into, gone], by=by, at=at)
    journal.record(ClocksMerged(into.kind, into.id, gone.id), by=by, at=at)


def _earlier_elsewhere(into: Subject, gone: Subject) -> list[int]:
    """The promises whose first clock started earlier on the subject that goes."""
    first = {
        (clock.subject_id, clock.commitment_id): clock.started_at
        for clock in Clock.objects.filter(subject_kind=into.kind, subject_id__in=[into.id, gone.id], round=1)
    }
    return [
        commitment_id
        for (subject_id, commitment_id), started_at in first.items()
        if subject_id == gone.id
        and ((into.id, commitment_id) not in first or started_at < first[into.id, commitment_id])
    ]


def _swap(into: Subject, gone: Subject, commitment_id: int) -> None:
    rows = Clock.objects.filter(subject_kind=into.kind, commitment=commitment_id)
    rows.filter(subject_id=into.id).update(round=F("round") + _ASIDE)
    rows.filter(subject_id=gone.id).update(subject_id=into.id)
    rows.filter(subject_id=into.id, round__gt=_ASIDE).update(subject_id=gone.id, round=F("round") - _ASIDE)


def _hand_over_signals(into: Subject, gone: Subject) -> None:
    known = set(HeardSignal.objects.filter(subject_kind=into.kind, subject_id=into.id).values_list("name", "at"))
    theirs = HeardSignal.objects.filter(subject_kind=gone.kind, subject_id=gone.id)
    same = [signal.pk for signal in theirs if (signal.name, signal.at) in known]
    HeardSignal.objects.filter(pk__in=same).delete()
    theirs.exclude(pk__in=same).update(subject_id=into.id)
