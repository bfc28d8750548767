from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import ClocksMerged, MergeUndone
from makegood.commitments.models import Clock, SubjectLink
from makegood.commitments.operations.settle import lock, settle
from makegood.commitments.rules.signals import Subject
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, Refusal, SomebodyWasFaster

_ASIDE = 10_000
MERGE = SubjectLink.Kind.MERGE


@transaction.atomic
def merge_clocks(kept: tuple[str, int], merged: tuple[str, int], *, by: Actor, at: datetime) -> None:
    """One subject takes over another: of each promise the clock that started first lives on, with its verdicts; the
    later one is withdrawn, and so is its breach.

    What happened to the merged subject up to now counts for the kept one, however late it is told; what happens to
    it from now on (it is closed, say) moves nothing. `undo_merge` takes it all back. Raises Invalid when the two are
    the same or of different kinds, Refusal when either was merged into another already.
    """
    into, gone = Subject(*kept), Subject(*merged)
    if into == gone or into.kind != gone.kind:
        raise Invalid(_("Choose two different items of the same kind to merge."))
    lock([into, gone])
    elsewhere = SubjectLink.objects.filter(
        kind=MERGE, subject_kind=into.kind, source_id__in=[into.id, gone.id], undone_at__isnull=True
    ).first()
    if elsewhere is not None:
        raise Refusal(
            _("%(merged)s was merged into %(kept)s already. Choose %(kept)s instead, or undo that merge first."),
            merged=elsewhere.source_id,
            kept=elsewhere.heir_id,
        )
    earlier = _earlier_elsewhere(into, gone)
    for commitment_id in earlier:
        _swap(into, gone, commitment_id)
    SubjectLink.objects.create(
        kind=MERGE, subject_kind=into.kind, heir_id=into.id, source_id=gone.id, at=at, swapped=earlier
    )
    settle([into, gone], by=by, at=at)
    journal.record(ClocksMerged(into.kind, into.id, gone.id), by=by, at=at)


@transaction.atomic
def undo_merge(kept: tuple[str, int], merged: tuple[str, int], *, by: Actor, at: datetime) -> None:
    """Both owe again what their own histories say, each with its own clocks. Raises SomebodyWasFaster if they are
    not merged."""
    into, gone = Subject(*kept), Subject(*merged)
    lock([into, gone])
    link = SubjectLink.objects.filter(
        kind=MERGE, subject_kind=into.kind, heir_id=into.id, source_id=gone.id, undone_at__isnull=True
    ).first()
    if link is None or not SubjectLink.objects.filter(pk=link.pk, undone_at__isnull=True).update(undone_at=at):
        raise SomebodyWasFaster(_("These two are not merged any more."))
    for commitment_id in link.swapped:
        _swap(into, gone, commitment_id)
    settle([into, gone], by=by, at=at)
    journal.record(MergeUndone(into.kind, into.id, gone.id), by=by, at=at)


def _earlier_elsewhere(into: Subject, gone: Subject) -> list[int]:
    """The promises whose first clock started earlier on the subject that goes."""
    first = {
        (clock.subject_id, clock.commitment_id): clock.started_at
        for clock in Clock.objects.filter(subject_kind=into.kind, subject_id__in=[into.id, gone.id], round=1)
    }
    return sorted(
        commitment_id
        for (subject_id, commitment_id), started_at in first.items()
        if subject_id == gone.id
        and ((into.id, commitment_id) not in first or started_at < first[into.id, commitment_id])
    )


def _swap(into: Subject, gone: Subject, commitment_id: int) -> None:
    rows = Clock.objects.filter(subject_kind=into.kind, commitment=commitment_id)
    rows.filter(subject_id=into.id).update(round=F("round") + _ASIDE)
    rows.filter(subject_id=gone.id).update(subject_id=into.id)
    rows.filter(subject_id=into.id, round__gt=_ASIDE).update(subject_id=gone.id, round=F("round") - _ASIDE)
