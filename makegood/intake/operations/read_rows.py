"""Rows of a file turned into items: keys, digests, words made ready, customers found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from makegood.customers.operations import NewCustomer, register_many
from makegood.intake.models import Arrival, Channel, Import, ImportRow, Outcome, RowState
from makegood.intake.operations.load_batch import Item
from makegood.intake.operations.prepare import body_digest, prepare
from makegood.intake.queries.files import Places
from makegood.intake.queries.quarantine import ROW_COLUMN
from makegood.intake.rules.keys import Occurrences, external_key, row_key
from makegood.intake.rules.mapping import Plan
from makegood.intake.rules.rows import Row, external_id_of, read_row
from makegood.intake.rules.words import clean
from makegood.kit.actor import Actor
from makegood.kit.problems import Problem
from makegood.kit.tables import Cell, Table, cell_text
from makegood.kit.tables.safety import unguarded

NOBODY = {"匿名", "匿名用户", "匿名网友", "游客", "anonymous", "guest", "n/a", "none", "无", "-"}


@dataclass(slots=True)
class Reading:
    """One row: the item that it becomes, what it says (None when it cannot be read) and what is wrong with it."""

    item: Item
    row: Row | None
    detail: dict[str, str]
    cells: Sequence[Cell]


class Reader:
    """Reads the rows of one import from the first on, so that repeated rows without a number get the same keys
    in every run."""

    def __init__(self, source: Import, table: Table, plan: Plan, *, at: datetime) -> None:
        self._source, self._table, self._plan, self._at = source, table, plan, at
        self._occurrences, self._places = Occurrences(), Places()
        self._waiting = _Waiting(source, table) if source.mends_id is not None else None
        self._at_row = 0

    def read(self, start: int, end: int) -> list[Reading]:
        """Rows ``start`` to ``end`` (places in the table, from 0, end excluded)."""
        while self._at_row < start:  # a run that goes on counts the rows before it again
            self._key(self._at_row)
            self._at_row += 1
        places = range(start, min(end, len(self._table.rows)))
        keys = [self._key(index) for index in places]
        taken = set(
            Arrival.objects.filter(
                channel=self._source.channel_id, key__in=[key for key, _ in keys], outcome=Outcome.ACCEPTED
            ).values_list("key", "digest")
        )
        readings = [self._reading(i, *key, is_known=key in taken) for i, key in zip(places, keys, strict=True)]
        self._at_row = max(self._at_row, end)
        return readings

    def _reading(self, index: int, key: str, digest: str, *, is_known: bool) -> Reading:
        cells = self._cells(index)
        item = Item(row=self._table.numbers[index], key=key, digest=digest)
        if (
            self._waiting is not None
            and (waits := self._waiting.of(cells)) is not None
            and waits.state == RowState.OPEN
        ):
            item.arrival_id = waits.arrival_id
        if is_known:  # nothing will be done with it but counting
            return Reading(item, None, {}, cells)
        try:
            row = read_row(cells, self._plan, now=self._at)
            branch = self._places.find("branch", row.branch) if row.branch else self._source.channel.branch
            item.branch_id = branch.pk if branch else None
            item.channel_id = self._places.find("channel", row.channel).pk if row.channel else None
            item.occurred_at = row.occurred_at or self._at
            item.words = prepare(row.text, row.subject)
        except Problem as problem:
            item.reason, item.words = problem.code, None
            return Reading(item, None, {name: str(value) for name, value in problem.params.items()}, cells)
        return Reading(item, row, {}, cells)

    def _cells(self, index: int) -> Sequence[Cell]:
        cells = self._table.rows[index]
        if self._waiting is None:
            return cells
        return [unguarded(cell) if isinstance(cell, str) else cell for cell in cells]

    def _key(self, index: int) -> tuple[str, str]:
        """With a number the number is the key and the words tell a repeat; without one, all that was said is.

        A mended row that names no number keeps the key under which it first arrived.
        """
        cells, places = self._cells(index), self._plan.places
        external_id = external_id_of(cells, self._plan)
        text = clean(cell_text(cells[places["text"]]))
        if external_id:
            return external_key(external_id), body_digest(text)
        said = [
            cell_text(cells[places[name]]) for name in ("subject", "time", "time_of_day", "customer") if name in places
        ]
        digest = body_digest(text, *said)
        if self._waiting is not None and (waits := self._waiting.of(cells)) is not None:
            return waits.arrival.key, digest
        if "external_id" in places:
            return row_key(self._source.file_digest, self._table.numbers[index]), digest
        return self._occurrences.key(digest), digest


class _Waiting:
    """The quarantined rows that a mended file gives back, by the column that names their place."""

    def __init__(self, source: Import, table: Table) -> None:
        self._place = table.headings.index(ROW_COLUMN)
        rows = ImportRow.objects.filter(source=source.mends_id).select_related("arrival")
        self._rows = {f"{source.mends_id}-{row.number}": row for row in rows}

    def of(self, cells: Sequence[Cell]) -> ImportRow | None:
        return self._rows.get(cell_text(cells[self._place]).strip())


def find_customers(readings: Sequence[Reading], channel: Channel, *, by: Actor, at: datetime) -> None:
    """Set the customer of every readable row that names one; unknown ones are registered."""
    named = [(reading, person) for reading in readings if (person := _person(reading, channel)) is not None]
    ids = register_many([person for _, person in named], by=by, at=at)
    for (reading, _), customer_id in zip(named, ids, strict=True):
        reading.item.customer_id = customer_id


def _person(reading: Reading, channel: Channel) -> NewCustomer | None:
    row = reading.row
    if row is None or reading.item.words is None:
        return None
    name = "" if row.customer.casefold() in NOBODY else row.customer
    if not name and row.contact is None:
        return None
    return NewCustomer(
        name=name, external_ref=_ref(name, channel) if row.contact is None else "", contact=row.contact,
        branch_id=reading.item.branch_id, registered_at=row.occurred_at,
    )  # fmt: skip


def _ref(name: str, channel: Channel) -> str:
    """A user name with digits is an account of its channel; a mere name may be many people's."""
    if not re.search(r"\d", name):
        return ""
    ref = f"{channel.code}:{name}"
    return ref if len(ref) <= 80 else f"{channel.code[:40]}#{sha256(name.encode()).hexdigest()[:32]}"
