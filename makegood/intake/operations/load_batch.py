"""A batch on its way into the tables: staged by COPY, written by one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from makegood.intake.models import Arrival, Batch, Channel, Outcome, Repeat
from makegood.intake.operations.prepare import Prepared
from makegood.intake.operations.statements import LOAD, STAGED
from makegood.intake.rules.keys import clash_key
from makegood.journal import current_mode
from makegood.kit.actor import Actor, ActorKind
from makegood.wires.postgres import stage


@dataclass(slots=True)
class Item:
    """One thing that came, before it is written. With ``words`` it is accepted, else quarantined for ``reason``.

    ``arrival_id`` is set where it waited in quarantine and is mended now.
    """

    row: int
    key: str
    digest: str
    words: Prepared | None = None
    reason: str = ""
    raw: bytes | None = None
    channel_id: int | None = None
    customer_id: int | None = None
    branch_id: int | None = None
    thread_id: int | None = None
    occurred_at: datetime | None = None
    arrival_id: int | None = None

    @property
    def outcome(self) -> Outcome:
        return Outcome.ACCEPTED if self.words is not None else Outcome.QUARANTINED


@dataclass(frozen=True, slots=True)
class Written:
    """Row → arrival id for everything written, row → feedback id for what was accepted."""

    arrivals: dict[int, int]
    feedback: dict[int, int]


@dataclass(slots=True)
class Sorted:
    """What a batch holds: new items, and repeats as (row, arrival id, or the row whose arrival it repeats)."""

    fresh: list[Item]
    known: list[tuple[int, int]]
    within: list[tuple[int, int]]

    @property
    def repeats(self) -> int:
        return len(self.known) + len(self.within)


def sort_out(items: Sequence[Item], channel: Channel) -> Sorted:
    """Tell what is new from what is here already, in one query.

    The same key with other words becomes an item of its own in quarantine (``key_reused``). What waited in
    quarantine and is well now is marked to be mended.
    """
    keys = {item.key for item in items} | {clash_key(item.key, item.digest) for item in items}
    found = Arrival.objects.filter(channel=channel, key__in=keys).values_list("key", "pk", "digest", "outcome")
    here = {key: (pk, digest, outcome) for key, pk, digest, outcome in found}
    result = Sorted([], [], [])
    first: dict[str, Item] = {}
    for item in items:
        if item.arrival_id is not None and not _is_mended(item, here, first):
            result.known.append((item.row, item.arrival_id))
            continue
        earlier = first.get(item.key)
        if earlier is not None and earlier.digest != item.digest:
            _clash(item)
        elif earlier is None and item.key in here:
            pk, digest, outcome = here[item.key]
            if outcome == Outcome.QUARANTINED and item.words is not None:
                item.arrival_id = pk
            elif outcome == Outcome.ACCEPTED and digest != item.digest:
                _clash(item)
        _place(item, first, here, result)
    return result


def _is_mended(item: Item, here: dict[str, tuple[int, str, str]], first: dict[str, Item]) -> bool:
    """Whether a row given back can be taken in now; its number must not belong to something else."""
    if item.words is not None and (item.key in first or here.get(item.key, (item.arrival_id,))[0] != item.arrival_id):
        item.words, item.reason = None, "key_reused"
    return item.words is not None


def _clash(item: Item) -> None:
    item.key, item.reason, item.words = clash_key(item.key, item.digest), "key_reused", None


def _place(item: Item, first: dict[str, Item], here: dict[str, tuple[int, str, str]], result: Sorted) -> None:
    if item.key in first:
        result.within.append((item.row, first[item.key].row))
    elif item.key in here and item.arrival_id is None:
        result.known.append((item.row, here[item.key][0]))
    else:
        first[item.key] = item
        result.fresh.append(item)


def write_items(items: Sequence[Item], *, channel: Channel, batch: Batch, by: Actor, at: datetime) -> Written:
    """Arrivals and feedback for ``items``, in the caller's transaction: COPY and one statement.

    An item that somebody else brought in a moment ago is in neither map.
    """
    params: dict[str, Any] = {
        "channel_id": channel.pk, "batch_id": batch.pk, "at": at, "mode": current_mode().value,
        "collector_id": by.id if by.kind is ActorKind.STAFF else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        stage(cursor, "intake_stage", STAGED, (_staged(item, channel, at) for item in items))
        cursor.execute(LOAD, params)
        written = cursor.fetchall()
    return Written(
        {row: arrival for row, arrival, _ in written},
        {row: feedback for row, _, feedback in written if feedback is not None},
    )


def _staged(item: Item, channel: Channel, at: datetime) -> tuple[object, ...]:
    words = item.words or Prepared("", "", None, None, "", "")
    return (
        item.row, item.arrival_id, item.key, item.digest, item.raw, item.outcome.value, item.reason,
        item.channel_id or channel.pk, item.customer_id, item.branch_id, item.thread_id, words.subject, words.text,
        words.sealed_text, words.sealed_subject, words.digest, words.locale, item.occurred_at or at,
    )  # fmt: skip


def count_repeats(found: Sorted, written: Written, *, channel: Channel, batch: Batch, at: datetime) -> int:
    """One row for each repeat; returns how many."""
    lost_races = [item for item in found.fresh if item.row not in written.arrivals]
    keys = {item.key: item.row for item in lost_races}
    here = dict(Arrival.objects.filter(channel=channel, key__in=keys).values_list("key", "pk")) if keys else {}
    rows = dict(found.known)
    rows |= {row: written.arrivals[first] for row, first in found.within if first in written.arrivals}
    rows |= {row: here[key] for key, row in keys.items() if key in here}
    rows |= {row: rows[first] for row, first in found.within if first not in written.arrivals and first in rows}
    Repeat.objects.bulk_create(
        Repeat(channel=channel, arrival_id=arrival, received_at=at, batch=batch, row=row)
        for row, arrival in sorted(rows.items())
    )
    return len(rows)
