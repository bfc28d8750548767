"""Rows of a file that wait for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from makegood.intake.models import Import, ImportRow, RowState
from makegood.intake.operations.load_batch import Written
from makegood.intake.operations.read_rows import Reading
from makegood.kit.flat import canonical_json
from makegood.kit.tables import cell_text


def quarantine(source: Import, new: Sequence[Reading], written: Written) -> int:
    """Keep the rows that could not be taken in, with their reason and cells; returns how many."""
    waiting = [reading for reading in new if reading.item.words is None and reading.item.row in written.arrivals]
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                source=source, arrival_id=written.arrivals[reading.item.row], number=reading.item.row,
                reason=reading.item.reason, detail=_detail(reading), cells=_cells(reading),
            )
            for reading in waiting
        ),
        batch_size=1000,
    )  # fmt: skip
    return len(waiting)


def close_mended(new: Sequence[Reading], written: Written, *, at: datetime) -> None:
    """What was taken in now waits no longer, in whatever import it waited."""
    done = [r.item.arrival_id for r in new if r.item.arrival_id is not None and r.item.row in written.feedback]
    ImportRow.objects.filter(arrival_id__in=done, state=RowState.OPEN).update(state=RowState.MENDED, mended_at=at)


def note_still_waiting(readings: Sequence[Reading]) -> int:
    """Rows given back and still not right keep waiting, with the reason that holds now; returns how many."""
    broken = {r.item.arrival_id: r for r in readings if r.item.arrival_id is not None and r.item.words is None}
    rows = list(ImportRow.objects.filter(arrival_id__in=broken, state=RowState.OPEN))
    for row in rows:
        reading = broken[row.arrival_id]
        row.reason, row.detail = reading.item.reason, _detail(reading)
    ImportRow.objects.bulk_update(rows, ["reason", "detail"], batch_size=500)
    return len(rows)


def _detail(reading: Reading) -> dict[str, str]:
    if reading.item.reason == "key_reused" and reading.row is not None:
        return {"value": reading.row.external_id}
    return reading.detail


def _cells(reading: Reading) -> str:
    return canonical_json([cell_text(cell) for cell in reading.cells])
