from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from makegood import journal
from makegood.encounters.events import StagesTaken
from makegood.encounters.models import HeldLine, StageBatch, StageSource
from makegood.encounters.operations.absorb import absorb
from makegood.encounters.operations.held import take_those_that_waited
from makegood.encounters.operations.lines import Told, read_json
from makegood.encounters.queries.places import Branches
from makegood.encounters.rules.lines import Manner
from makegood.kit.actor import Actor

Reach = tuple[frozenset[int] | None, int | None]
EVERYWHERE: Reach = (None, None)


@transaction.atomic
def take_json(
    lines: Sequence[bytes], *, via: str = StageBatch.Via.API, source: StageSource | None = None,
    reach: Reach = EVERYWHERE, by: Actor, at: datetime,
) -> StageBatch:  # fmt: skip
    """Take in NDJSON, one JSON object a line; returns the batch with its counts.

    Each line is judged by itself: what cannot be true is held with its reason. Repeatable, and right in any order.
    """
    batch = StageBatch.objects.create(
        via=via, source=source, rows_total=len(lines), by_kind=by.kind.value, by_id=by.id, received_at=at,
        settings={"reach": None if reach[0] is None else sorted(reach[0]), "default_branch": reach[1]},
    )  # fmt: skip
    take_lines(batch, [read_json(number, raw, Manner()) for number, raw in enumerate(lines, 1)], reach, by=by, at=at)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def take_lines(batch: StageBatch, told: Sequence[Told], reach: Reach, *, by: Actor, at: datetime) -> None:
    """Take in what is right, hold the rest with its reason; the counts of `batch` grow.

    What was held because its encounter was not known is looked at again as soon as one of these makes it known.
    """
    done = absorb(told, batch, Branches(*reach), by=by, at=at)
    good = sum(not one.problem for one in told)
    taken = sum(done.is_news)
    HeldLine.objects.bulk_create((_held(batch, one) for one in told if one.problem), batch_size=1_000)
    counts = {"taken": taken, "repeated": good - taken, "held": len(told) - good}
    StageBatch.objects.filter(pk=batch.pk).update(**{name: F(name) + count for name, count in counts.items()})
    journal.record(StagesTaken(batch.pk, **counts), by=by, at=at)
    if done.moved:
        take_those_that_waited(done.moved, by=by, at=at)


def _held(batch: StageBatch, one: Told) -> HeldLine:
    return HeldLine(
        batch=batch, number=one.number, reason=one.problem, detail=one.detail, line=one.kept,
        kind=one.line.kind if one.line else "", reference=one.line.reference if one.line else "",
    )  # fmt: skip
