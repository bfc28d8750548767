"""Lines set aside, as a page shows them and as a file that can be mended."""

from __future__ import annotations

import json
from collections import Counter

from django.utils import translation
from django.utils.translation import gettext as _

from makegood.encounters.models import HeldLine, StageBatch
from makegood.encounters.reasons import reason_text
from makegood.encounters.rules.lines import FIELDS
from makegood.kit.tables.writing import as_csv, as_xlsx

ROW_COLUMN = "Makegood row"  # never translated: the mended file is known by it, in whatever language it comes back


def reasons_of(batch: StageBatch) -> list[tuple[str, int]]:
    """(reason in the reader's language, lines) of what still waits, most frequent first."""
    waiting = batch.lines.filter(state=HeldLine.State.OPEN).values_list("reason", flat=True)
    return [(reason_text(code), count) for code, count in Counter(waiting).most_common()]


def held_lines(batch: StageBatch, *, limit: int = 100) -> list[tuple[int, str, list[str]]]:
    """The first lines that wait: number, reason in the reader's language, cells."""
    waiting = batch.lines.filter(state=HeldLine.State.OPEN)[:limit]
    return [(one.number, reason_text(one.reason, one.detail), cells_of(one, batch)) for one in waiting]


def headings_of(batch: StageBatch) -> list[str]:
    """The file's own headings, or the interface's fields."""
    return list(batch.headings) if batch.via == StageBatch.Via.FILE else list(FIELDS)


def cells_of(one: HeldLine, batch: StageBatch) -> list[str]:
    if batch.via == StageBatch.Via.FILE:
        return [str(cell) for cell in json.loads(one.line)["cells"]]
    try:
        values = json.loads(one.line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        return [one.line[:500], *[""] * (len(FIELDS) - 1)]
    return ["" if values.get(name) is None else str(values[name])[:500] for name in FIELDS]


def held_file(batch: StageBatch, locale: str, *, kind: str = "xlsx") -> bytes:
    """The waiting lines with their own columns, the reason in `locale`, and the place they came from (xlsx or csv)."""
    with translation.override(locale):
        headings = [name for name in headings_of(batch) if name != ROW_COLUMN]
        lines = [[ROW_COLUMN, _("What is wrong"), *headings]]
        for one in batch.lines.filter(state=HeldLine.State.OPEN).iterator():
            cells = dict(zip(headings_of(batch), cells_of(one, batch), strict=False))
            row = [cells.get(name, "") for name in headings]
            lines.append([f"{batch.pk}-{one.number}", reason_text(one.reason, one.detail), *row])
    return as_xlsx(lines) if kind == "xlsx" else as_csv(lines)
