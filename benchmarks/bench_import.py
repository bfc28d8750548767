"""How fast a real file comes in: read, mapped, cleaned, written, its journal and threads with it."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.site import Site
from benchmarks.text_engine import SHARED

FILE = SHARED / "real" / "citizen_messages_with_replies.xlsx"
TIMES = 3
SECONDS = 150.0  # for all of it; on a busy machine there are fewer runs


def measure(site: Site) -> Iterator[Figure]:
    """Nothing where the shared data is absent."""
    if not FILE.exists():
        print(f"no {FILE}: the import is not measured")
        return
    runs: list[tuple[float, float, float, float]] = []
    until = time.monotonic() + SECONDS
    while len(runs) < TIMES and (not runs or time.monotonic() + runs[0][3] < until):
        runs.append(_once(site, until - time.monotonic()))
    rows, seconds, whole = sorted(runs)[len(runs) // 2][1:]
    yield Figure("import: rows/s taken in", rows / seconds, "rows/s", len(runs), f"{rows:.0f} rows of XLSX, median run")
    yield Figure("import: whole command", whole, "s", len(runs), "start, import, then told apart and measured")


def _once(site: Site, within: float) -> tuple[float, float, float, float]:
    """(seconds a row, rows, seconds of taking in, seconds of the whole command)."""
    code = f"bench-{secrets.token_hex(4)}"
    site.inside("channel", code)
    started = time.monotonic()
    try:
        done = site.makegood("import", str(FILE), "--channel", code, within=within)
    except subprocess.TimeoutExpired:
        raise SystemExit(
            f"the import was not done within {within:.0f} s: the machine is too busy to measure it"
        ) from None
    if done.returncode:
        raise SystemExit(done.stderr)
    whole = time.monotonic() - started
    rows, seconds = map(float, site.inside("imported", code).split())
    return seconds / rows, rows, seconds, whole
