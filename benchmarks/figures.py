"""A measured figure, the machine it was measured on, and the table they go into."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
BEGIN, END = "<!-- figures: written by bin/bench -->", "<!-- end of figures -->"


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in ``unit``; ``n`` is how many measurements it comes from."""

    name: str
    value: float
    unit: str
    n: int = 1
    note: str = ""

    @property
    def row(self) -> str:
        digits = 0 if self.value >= 100 else 1 if self.value >= 10 else 2
        return f"| {self.name} | {self.value:,.{digits}f} {self.unit} | {self.n} | {self.note} |"


def machine() -> str:
    """Cores, memory and Python, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} shared cores, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"


def write(figures: list[Figure]) -> None:
    """Replace the rows of the same names in RESULTS.md; keep the others and all prose."""
    text = RESULTS.read_text() if RESULTS.exists() else f"# Figures\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    inside, _, after = rest.partition(END)
    rows = {line.split("|")[1].strip(): line for line in inside.splitlines() if line.startswith("| ")}
    rows = {name: row for name, row in rows.items() if name not in ("figure", "---")}
    rows |= {one.name: one.row for one in figures}
    table = ["| figure | value | n | how |", "| --- | --- | --- | --- |", *rows.values()]
    head = f"Measured on {machine()}."
    RESULTS.write_text(before + BEGIN + "\n" + head + "\n\n" + "\n".join(table) + "\n" + END + after)
