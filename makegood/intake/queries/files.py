"""Reading an import's own file again, and what would come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from makegood.customers.fields import vault
from makegood.intake.models import Channel, Import, ImportState, Mapping
from makegood.intake.reasons import FileRefused, reason_text
from makegood.intake.rules.headings import column, headings_signature
from makegood.intake.rules.mapping import ColumnMap, bound, suggested
from makegood.intake.rules.rows import Row, read_row
from makegood.kit.problems import Problem
from makegood.kit.tables import Limits, Table, cell_text, read_table
from makegood.kit.vault import keyed_digest
from makegood.people.models import Branch

SHOWN = 12
SILENCE = timedelta(minutes=10)
CHECKED = 5000


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it would be understood, or the reason why not."""

    number: int
    cells: list[str]
    row: Row | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would become under a mapping; ``refused`` says why it cannot be read with this one.

    ``good`` and ``bad`` count the first ``checked`` rows; ``problems`` are (reason, rows), most frequent first.
    """

    table: Table
    mapping: ColumnMap
    rows: list[PreviewRow]
    checked: int
    good: int
    problems: list[tuple[str, int]]
    refused: str = ""

    @property
    def bad(self) -> int:
        return self.checked - self.good


def read_bytes(data: bytes, sheet: str = "") -> Table:
    """Raises FileRefused with a sentence that says what to do."""
    try:
        return read_table(data, Limits(file_bytes=settings.MAX_IMPORT_BYTES), sheet)
    except Problem as problem:
        raise FileRefused(problem) from None


def table_of(source: Import, sheet: str = "") -> Table:
    """The rows of the import's sealed file."""
    with source.file.open("rb") as stream:
        return read_bytes(vault().open_bytes(stream.read()), sheet)


def suggested_for(table: Table, *, time_zone: str) -> ColumnMap:
    """The mapping that was saved for files with these headings, else what the headings say.

    A branch or channel column is used only where at least one of its values is known here.
    """
    saved = Mapping.objects.filter(headings_digest=signature(table)).first()
    if saved is not None:
        return ColumnMap.from_settings(saved.settings)
    found = suggested(table, time_zone=time_zone)
    places = Places()
    for name in ("branch", "channel"):
        heading = found.columns.get(name)
        if heading and not any(places.knows(name, cell_text(cell).strip()) for cell in column(table, heading)[:500]):
            del found.columns[name]
    return found


def signature(table: Table) -> str:
    return keyed_digest(settings.DIGEST_KEY, headings_signature(table.headings))


class Places:
    """Branches and channels by everything that a file may call them; two queries."""

    def __init__(self) -> None:
        self.branch: dict[str, Branch | None] = {}
        self.channel: dict[str, Channel | None] = {}
        for branch in Branch.objects.filter(is_active=True):
            self._add(self.branch, branch, branch.code, branch.name)
        taken = set(self.branch)
        for branch in filter(None, list(self.branch.values())):
            if branch.city.casefold() not in taken:
                self._add(self.branch, branch, branch.city)
        for channel in Channel.objects.filter(is_active=True):
            self._add(self.channel, channel, channel.code, channel.name)

    def _add(self, names: dict[str, Any], found: Any, *words: str) -> None:
        for word in filter(None, words):
            known = names.setdefault(word.casefold(), found)
            if known is not None and known.pk != found.pk:
                names[word.casefold()] = None  # two branches in one city: the city alone names neither

    def knows(self, name: str, value: str) -> bool:
        return bool(getattr(self, name).get(value.casefold()))

    def find(self, name: str, value: str) -> Any:
        """The branch or channel called ``value``; raises Problem when nothing is."""
        found = getattr(self, name).get(value.casefold())
        if found is None:
            raise Problem(f"unknown_{name}", value=value[:60])
        return found


def preview(table: Table, mapping: ColumnMap, *, now: datetime) -> Preview:
    """The first rows as they would be understood and what is wrong with how many."""
    try:
        plan = bound(table, mapping)
    except Problem as problem:
        rows = [_shown(table, i, None, "") for i in range(min(SHOWN, len(table.rows)))]
        return Preview(table, mapping, rows, 0, 0, [], reason_text(problem.code, problem.params))
    shown, wrong, places = [], Counter[str](), Places()
    checked = min(CHECKED, len(table.rows))
    for index in range(checked):
        row, reason, code = None, "", ""
        try:
            row = read_row(table.rows[index], plan, now=now)
            for name in ("branch", "channel"):
                if value := getattr(row, name):
                    places.find(name, value)
        except Problem as problem:
            row, code, reason = None, problem.code, reason_text(problem.code, problem.params)
        if code:
            wrong[code] += 1
        if index < SHOWN:
            shown.append(_shown(table, index, row, reason))
    problems = [(reason_text(code), count) for code, count in wrong.most_common()]
    return Preview(table, mapping, shown, checked, checked - wrong.total(), problems)


def _shown(table: Table, index: int, row: Row | None, reason: str) -> PreviewRow:
    return PreviewRow(table.numbers[index], [cell_text(cell)[:200] for cell in table.rows[index]], row, reason)


def left_behind(*, at: datetime) -> list[Import]:
    """Running imports of which nothing was heard for ten minutes."""
    silent = at - SILENCE
    running = Import.objects.filter(state=ImportState.RUNNING, started_at__lt=silent)
    return list(running.exclude(batches__received_at__gte=silent).order_by("pk"))


def earlier_imports(source: Import) -> QuerySet[Import]:
    """Finished imports of the very same file into the same channel."""
    same = Import.objects.filter(file_digest=source.file_digest, channel=source.channel_id, state=ImportState.DONE)
    return same.exclude(pk=source.pk)
