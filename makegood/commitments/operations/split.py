from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import ClocksSplit, SplitUndone
from makegood.commitments.models import SubjectLink
from makegood.commitments.operations.settle import lock, settle
from makegood.commitments.rules.signals import Subject
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, Refusal, SomebodyWasFaster

SPLIT = SubjectLink.Kind.SPLIT


@transaction.atomic
def split_clocks(source: tuple[str, int], new: tuple[str, int], *, by: Actor, at: datetime) -> None:
    """A part of a subject becomes one of its own: it owes what the other still owed, counted from the same start and
    with the same pauses. From now on each has its own life.

    What was kept or broken by then is not owed twice. Raises Invalid when the two are the same or of different
    kinds, Refusal when the new one was split off before.
    """
    old, part = Subject(*source), Subject(*new)
    if old == part or old.kind != part.kind:
        raise Invalid(_("Choose two different items of the same kind to split."))
    lock([old, part])
    if SubjectLink.objects.filter(kind=SPLIT, subject_kind=part.kind, heir_id=part.id, undone_at__isnull=True).exists():
        raise Refusal(_("This was split off already. Undo that first."))
    SubjectLink.objects.create(kind=SPLIT, subject_kind=old.kind, heir_id=part.id, source_id=old.id, at=at)
    settle([part], by=by, at=at)
    journal.record(ClocksSplit(part.kind, part.id, old.id), by=by, at=at)


@transaction.atomic
def undo_split(source: tuple[str, int], new: tuple[str, int], *, by: Actor, at: datetime) -> None:
    """The part owes only what itself began; its other clocks are withdrawn. Raises SomebodyWasFaster if it is none."""
    old, part = Subject(*source), Subject(*new)
    lock([old, part])
    links = SubjectLink.objects.filter(
        kind=SPLIT, subject_kind=old.kind, heir_id=part.id, source_id=old.id, undone_at__isnull=True
    )
    if not links.update(undone_at=at):
        raise SomebodyWasFaster(_("These two are not split any more."))
    settle([part], by=by, at=at)
    journal.record(SplitUndone(part.kind, part.id, old.id), by=by, at=at)
