from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from makegood import journal
from makegood.customers.fields import vault
from makegood.customers.operations import NewCustomer, register_many
from makegood.intake.events import FeedbackImported
from makegood.intake.models import Batch, Channel
from makegood.intake.operations.load_batch import Item, count_repeats, sort_out, write_items
from makegood.intake.operations.prepare import body_digest, item_digest, prepare
from makegood.intake.operations.receive import ChannelClosed
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """One of many. ``raw`` is what came; with ``problem`` (a code of ``reasons``) it is kept in quarantine."""

    key: str
    raw: bytes
    text: str = ""
    subject: str = ""
    customer: NewCustomer | None = None
    customer_id: int | None = None
    branch_id: int | None = None
    occurred_at: datetime | None = None
    locale: str = ""
    problem: str = ""


@dataclass(slots=True)
class ManyReceived:
    """What became of the items: counts, and (place in the list from 0, reason code) of those set aside."""

    accepted: int = 0
    duplicates: int = 0
    quarantined: list[tuple[int, str]] = field(default_factory=list)
    batch_id: int | None = None


@transaction.atomic
def receive_many(items: Sequence[NewFeedback], *, channel: Channel, by: Actor, at: datetime) -> ManyReceived:
    """Take in many items at once, each once for its key: COPY, one statement, one journal entry for all.

    Repeatable: what is here already is counted as a duplicate. Nothing is refused one by one: what cannot be
    read, and a key used before for other words, is kept in quarantine. In the mode that is set (live unless
    told otherwise). Raises ChannelClosed.
    """
    if not channel.is_active:
        raise ChannelClosed
    batch = Batch.objects.create(source=None, number=0, received_at=at)
    ready = [_item(place, new, channel) for place, new in enumerate(items)]
    found = sort_out(ready, channel)
    _customers(items, found.fresh, by=by, at=at)
    written = write_items(found.fresh, channel=channel, batch=batch, by=by, at=at)
    repeats = count_repeats(found, written, channel=channel, batch=batch, at=at)
    Batch.objects.filter(pk=batch.pk).update(accepted=len(written.feedback))
    if written.feedback:
        journal.record(FeedbackImported(batch.pk, None, 0, len(written.feedback)), by=by, at=at)
    aside = [(item.row, item.reason) for item in found.fresh if item.words is None and item.row in written.arrivals]
    return ManyReceived(len(written.feedback), repeats, aside, batch.pk)


def _item(place: int, new: NewFeedback, channel: Channel) -> Item:
    item = Item(
        row=place, key=new.key, digest=_digest(new), raw=vault().seal_bytes(new.raw), reason=new.problem,
        customer_id=new.customer_id, branch_id=new.branch_id or channel.branch_id, occurred_at=new.occurred_at,
    )  # fmt: skip
    if not new.problem:
        try:
            item.words = prepare(new.text, new.subject, new.locale)
        except Invalid:
            item.reason = "bad_item"
    return item


def _digest(new: NewFeedback) -> str:
    if new.problem:
        return body_digest(new.raw.decode("utf-8", "replace"))
    who = new.customer or NewCustomer()
    return item_digest(
        new.text, new.subject, customer_id=new.customer_id, contacts=[who.contact] if who.contact else [],
        name=who.name, ref=who.external_ref, occurred_at=new.occurred_at, branch_id=new.branch_id,
    )  # fmt: skip


def _customers(items: Sequence[NewFeedback], fresh: Sequence[Item], *, by: Actor, at: datetime) -> None:
    named = [(item, person) for item in fresh if item.words is not None and (person := items[item.row].customer)]
    ids = register_many([person for _, person in named], by=by, at=at)
    for (item, _), customer_id in zip(named, ids, strict=True):
        item.customer_id = customer_id
