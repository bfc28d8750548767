"""Lines that were set aside, looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from makegood import journal
from makegood.encounters.events import StagesTaken
from makegood.encounters.models import HeldLine, StageBatch
from makegood.encounters.operations.absorb import absorb
from makegood.encounters.operations.lines import manner_of, reach_of, reread
from makegood.encounters.operations.merge import Key
from makegood.encounters.queries.places import Branches
from makegood.kit.actor import Actor

WAITS_FOR_ITS_ENCOUNTER = ("unknown_encounter", "before_the_encounter", "state_before_the_encounter")
AT_ONCE = 2_000


@transaction.atomic
def replay_held(batch: StageBatch | None = None, *, by: Actor, at: datetime) -> int:
    """Look again at everything that was set aside (of one delivery); returns how many lines are right now.

    For use after a stage, a branch or an encounter was added. Repeatable.
    """
    waiting = HeldLine.objects.filter(state=HeldLine.State.OPEN, **({"batch": batch} if batch else {}))
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    done = 0
    for start in range(0, len(ids), AT_ONCE):
        lines = HeldLine.objects.filter(pk__in=ids[start : start + AT_ONCE]).select_for_update().order_by("pk")
        done += take_held([held for held in lines if held.state == HeldLine.State.OPEN], by=by, at=at)
    return done


def take_those_that_waited(moved: set[Key], *, by: Actor, at: datetime) -> int:
    """Lines held because their encounter was not known, or was thought to begin later. Needs a transaction."""
    waiting = HeldLine.objects.filter(
        state=HeldLine.State.OPEN, reason__in=WAITS_FOR_ITS_ENCOUNTER, kind__in={kind for kind, _ in moved},
        reference__in={reference for _, reference in moved},
    ).select_for_update().order_by("pk")  # fmt: skip
    return take_held([held for held in waiting if (held.kind, held.reference) in moved], by=by, at=at)


def take_held(lines: Sequence[HeldLine], *, by: Actor, at: datetime) -> int:
    """Each is read as it first came; returns how many are right now. Needs a transaction."""
    batches = StageBatch.objects.select_related("source").in_bulk({held.batch_id for held in lines})
    return sum(
        _take_held_of(batch, [held for held in lines if held.batch_id == pk], by=by, at=at)
        for pk, batch in sorted(batches.items())
    )


def _take_held_of(batch: StageBatch, lines: Sequence[HeldLine], *, by: Actor, at: datetime) -> int:
    manner = manner_of(batch)
    told = [reread(held, batch, manner) for held in lines]
    absorb(told, batch, Branches(*reach_of(batch)), by=by, at=at)
    for one, held in zip(told, lines, strict=True):
        held.reason, held.detail = one.problem or held.reason, one.detail
        if not one.problem:
            held.state, held.settled_at = HeldLine.State.TAKEN, at
    HeldLine.objects.bulk_update(lines, ["reason", "detail", "state", "settled_at"], batch_size=500)
    taken = sum(not one.problem for one in told)
    if taken:
        StageBatch.objects.filter(pk=batch.pk).update(taken=F("taken") + taken, held=F("held") - taken)
        journal.record(StagesTaken(batch.pk, taken, 0, -taken), by=by, at=at)
    return taken
