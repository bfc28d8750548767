"""Lines on their way in: read from the interface or a file, and read again when they were held."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from makegood.encounters.models import HeldLine, StageBatch
from makegood.encounters.rules.columns import StageMap, manner
from makegood.encounters.rules.lines import Line, Manner, read_line
from makegood.encounters.rules.timings import EncounterRow
from makegood.kit.flat import canonical_json
from makegood.kit.problems import Problem
from makegood.kit.tables import Cell, cell_text


@dataclass
class Told:
    """One line on its way: `problem` set where it cannot be taken in. `cells` are those of a file's row."""

    number: int
    values: Mapping[str, object]
    raw: str
    line: Line | None = None
    row: EncounterRow | None = None
    problem: str = ""
    detail: dict[str, str] = field(default_factory=dict)
    held: HeldLine | None = None
    cells: Sequence[Cell] | None = None

    @property
    def kept(self) -> str:
        """The line as it is held. A file's: what was understood of it, and its cells as they stood."""
        if self.cells is None:
            return self.raw
        said = {name: cell_text(cast(Cell, value)) for name, value in self.values.items()}
        return canonical_json({"values": said, "cells": [cell_text(cell) for cell in self.cells]})


def read_json(number: int, raw: bytes, manner: Manner) -> Told:
    """One line of NDJSON."""
    text = raw.decode("utf-8", "replace")
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        return Told(number, {}, text, problem="bad_json")
    if not isinstance(values, dict):
        return Told(number, {}, text, problem="not_an_object")
    return read_values(number, values, text, manner)


def read_values(number: int, values: Mapping[str, object], raw: str, manner: Manner) -> Told:
    told = Told(number, values, raw)
    try:
        told.line = read_line(values, manner)
    except Problem as problem:
        told.problem = problem.code
        told.detail = {name: str(value) for name, value in problem.params.items()}
    return told


def manner_of(batch: StageBatch) -> Manner:
    """How the batch's lines are read: a file by its mapping, the interface by itself."""
    return manner(StageMap.from_settings(batch.settings)) if batch.via == StageBatch.Via.FILE else Manner()


def reach_of(batch: StageBatch) -> tuple[frozenset[int] | None, int | None]:
    """Whoever told the lines reached these branches; kept with the batch, because a token may be gone by now."""
    reach = batch.settings.get("reach")
    return (frozenset(reach) if reach is not None else None, batch.settings.get("default_branch"))


def reread(held: HeldLine, batch: StageBatch, manner: Manner) -> Told:
    if batch.via == StageBatch.Via.FILE:
        told = read_values(held.number, json.loads(held.line)["values"], held.line, manner)
    else:
        told = read_json(held.number, held.line.encode(), manner)
    told.held = held
    return told
