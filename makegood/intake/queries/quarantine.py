"""The quarantined rows of an import as a file that can be mended and given back."""

from __future__ import annotations

import json
from collections import Counter

from django.utils import translation
from django.utils.translation import gettext as _

from makegood.intake.models import Import, ImportRow, RowState
from makegood.intake.queries.files import table_of
from makegood.intake.reasons import reason_text
from makegood.intake.rules.mapping import ColumnMap
from makegood.kit.tables.writing import as_csv, as_xlsx

ROW_COLUMN = "Makegood row"  # never translated: the mended file is known by it, in whatever language it comes back


def reasons_of(source: Import) -> list[tuple[str, int]]:
    """(reason in the reader's language, rows) of what still waits, most frequent first."""
    waiting = source.quarantine.filter(state=RowState.OPEN).values_list("reason", flat=True)
    return [(reason_text(code), count) for code, count in Counter(waiting).most_common()]


def waiting_rows(source: Import, *, limit: int = 50) -> list[tuple[ImportRow, str]]:
    """The first rows that wait and why, in the reader's language."""
    rows = source.quarantine.filter(state=RowState.OPEN)[:limit]
    return [(row, reason_text(row.reason, row.detail)) for row in rows]


def quarantine_file(source: Import, locale: str, *, kind: str = "xlsx") -> bytes:
    """The waiting rows with their own columns, the reason in ``locale``, and the place they came from.

    ``kind`` is xlsx or csv (UTF-8 with BOM). No cell can run as a formula when it is opened.
    """
    with translation.override(locale):
        headings = table_of(source, ColumnMap.from_settings(source.settings).sheet).headings
        lines = [[ROW_COLUMN, _("What is wrong"), *headings]]
        for row in source.quarantine.filter(state=RowState.OPEN).iterator():
            cells = [str(cell) for cell in json.loads(row.cells)]
            lines.append([f"{source.pk}-{row.number}", reason_text(row.reason, row.detail), *cells])
    return as_xlsx(lines) if kind == "xlsx" else as_csv(lines)
