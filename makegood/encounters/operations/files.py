"""Files of stages: kept with their columns, taken in when somebody has looked, mended and given back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood.customers.fields import vault
from makegood.encounters.models import HeldLine, StageBatch, StageSource
from makegood.encounters.operations.lines import Told, read_values
from makegood.encounters.operations.take_lines import EVERYWHERE, Reach, take_lines
from makegood.encounters.queries.held import ROW_COLUMN
from makegood.encounters.reasons import reason_text
from makegood.encounters.rules.columns import StageMap, bound, suggested
from makegood.encounters.rules.timings import earliest
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.kit.problems import Problem
from makegood.kit.tables import Cell, Table
from makegood.kit.tables.safety import unguarded
from makegood.kit.words import clean_line

AT_ONCE = 2_000


class MapDoesNotFit(Invalid):
    """The columns of a file cannot be used as told; the words say which."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(reason_text(problem.code, problem.params), field="file")
        self.code = problem.code


@transaction.atomic
def keep_file(
    table: Table, *, name: str, data: bytes, source: StageSource | None = None, is_history: bool = True,
    reach: Reach = EVERYWHERE, time_zone: str = "Asia/Shanghai", by: Actor, at: datetime,
) -> StageBatch:  # fmt: skip
    """Keep a file, sealed, with what its headings say; nothing is taken in yet.

    Of history promises are measured, and nobody is written to or paid. What is not history is as good as live.
    """
    settings = suggested(table, time_zone=time_zone).as_settings()
    batch = StageBatch(
        via=StageBatch.Via.FILE, state=StageBatch.State.UPLOADED, source=source, is_history=is_history,
        name=clean_line(PurePath(name).name)[-200:] or "file", headings=list(table.headings),
        settings={**settings, **_kept(reach)}, rows_total=len(table.rows), by_kind=by.kind.value, by_id=by.id,
        received_at=at,
    )  # fmt: skip
    batch.file.save(f"{uuid4().hex}.sealed", ContentFile(vault().seal_bytes(data)), save=False)
    batch.save()
    return batch


@transaction.atomic
def take_file(batch: StageBatch, table: Table, mapping: StageMap, *, by: Actor, at: datetime) -> StageBatch:
    """Take in a kept file under a mapping. Raises MapDoesNotFit, and SomebodyWasFaster when it was started before."""
    try:
        places, manner = bound(table, mapping)
    except Problem as problem:
        raise MapDoesNotFit(problem) from None
    reach = (batch.settings.get("reach"), batch.settings.get("default_branch"))
    mapping = replace(mapping, date_order=manner.order.value if manner.order else "")
    waiting = StageBatch.objects.filter(pk=batch.pk, state=StageBatch.State.UPLOADED)
    settings = {**mapping.as_settings(), "reach": reach[0], "default_branch": reach[1]}
    if not waiting.update(state=StageBatch.State.DONE, settings=settings, headings=list(table.headings)):
        raise SomebodyWasFaster
    batch.refresh_from_db()
    told = [_told(number, row, places, mapping, manner) for number, row in zip(table.numbers, table.rows, strict=True)]
    if "encounter_started_at" not in mapping.columns:
        _begin_with_the_first(told)
    known = (frozenset(reach[0]) if reach[0] is not None else None, reach[1])
    for start in range(0, len(told), AT_ONCE):
        take_lines(batch, told[start : start + AT_ONCE], known, by=by, at=at)
    if batch.mends_id is not None:
        _close_mended(batch, table, told, at=at)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def take_mended(mends: StageBatch, table: Table, *, name: str, data: bytes, by: Actor, at: datetime) -> StageBatch:
    """Take in the downloaded lines of a delivery after mending. Raises Invalid for a file that is not theirs."""
    if ROW_COLUMN not in table.headings:
        raise Invalid(_("These are not the lines of this delivery. Download them here, mend them and choose the file."))
    reach = mends.settings.get("reach")
    batch = keep_file(
        table, name=name, data=data, source=mends.source, is_history=mends.is_history,
        reach=(frozenset(reach) if reach is not None else None, mends.settings.get("default_branch")), by=by, at=at,
    )  # fmt: skip
    StageBatch.objects.filter(pk=batch.pk).update(mends=mends)
    batch.refresh_from_db()
    is_file = mends.via == StageBatch.Via.FILE
    return take_file(batch, table, StageMap.from_settings(mends.settings if is_file else batch.settings), by=by, at=at)


def _kept(reach: Reach) -> dict[str, Any]:
    return {"reach": None if reach[0] is None else sorted(reach[0]), "default_branch": reach[1]}


def _told(number: int, row: Sequence[Cell], places: dict[str, int], mapping: StageMap, manner: Any) -> Told:
    cells = [unguarded(cell) if isinstance(cell, str) else cell for cell in row]
    values: dict[str, Cell] = {name: cells[place] for name, place in places.items()}
    if mapping.stage and not values.get("stage"):
        values["stage"] = mapping.stage
    if mapping.branch and not values.get("branch"):
        values["branch"] = mapping.branch
    told = read_values(number, values, "", manner)
    told.cells = cells
    return told


def _begin_with_the_first(told: Sequence[Told]) -> None:
    """A file that does not say when encounters began: each began with the first time that the file has of it."""
    times: defaultdict[tuple[str, str], list[datetime | None]] = defaultdict(list)
    for one in told:
        if one.line is not None and one.line.stage is not None:
            stage = one.line.stage
            times[one.line.kind, one.line.reference] += [stage.started_at, stage.ended_at]
        if one.line is not None and one.line.state is not None:
            times[one.line.kind, one.line.reference].append(one.line.state.at)
    for one in told:
        if one.line is not None and (began := earliest(times[one.line.kind, one.line.reference])):
            one.line = replace(one.line, began_at=began)
            one.values = {**one.values, "encounter_started_at": began.isoformat()}  # as far as it is held


def _close_mended(batch: StageBatch, table: Table, told: Sequence[Told], *, at: datetime) -> None:
    """The first lines of what is right now wait no longer."""
    place = table.headings.index(ROW_COLUMN)
    right = {str(row[place]).strip() for row, one in zip(table.rows, told, strict=True) if not one.problem}
    numbers = [int(name.split("-")[1]) for name in right if name.startswith(f"{batch.mends_id}-")]
    HeldLine.objects.filter(batch=batch.mends_id, number__in=numbers, state=HeldLine.State.OPEN).update(
        state=HeldLine.State.TAKEN, settled_at=at
    )
