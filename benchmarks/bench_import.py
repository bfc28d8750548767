"""How fast a real file comes in: read, mapped, cleaned, written, its journal and threads with it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.site import Site
from benchmarks.text_engine import SHARED

FILE = SHARED / "real" / "citizen_messages_with_replies.xlsx"
TIMES = 3


def measure(site: Site) -> Iterator[Figure]:
    """Nothing where the shared data is absent."""
    if not FILE.exists():
        print(f"no {FILE}: the import is not measured")
        return
    runs = sorted(_once(site) for _ in range(TIMES))
    rows, seconds, whole = runs[TIMES // 2][1:]
    yield Figure("import: rows/s taken in", rows / seconds, "rows/s", TIMES, f"{rows:.0f} rows of XLSX, median run")
    yield Figure("import: whole command", whole, "s", TIMES, "start, import, then told apart and measured")


def _once(site: Site) -> tuple[float, float, float, float]:
    code = f"bench-{secrets.token_hex(4)}"
    site.inside("channel", code)
    started = time.monotonic()
    done = site.makegood("import", str(FILE), "--channel", code)
    if done.returncode:
        raise SystemExit(done.stderr)
    whole = time.monotonic() - started
    rows, seconds = map(float, site.inside("imported", code).split())
    return seconds / rows, rows, seconds, whole
