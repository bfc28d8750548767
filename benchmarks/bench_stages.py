"""How many stages the interface takes in bulk in a second, and how soon the promises have heard them all."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.figures import Figure
from benchmarks.site import Site

LINES, TIMES = 10_000, 3


def measure(site: Site) -> Iterator[Figure]:
    """Each run tells 10,000 new visits, begun and served; then the same again, which changes nothing."""
    secret, branch = site.inside("stage_token", "bench").split()
    runs, repeats, heard = [], [], []
    for _ in range(TIMES):
        body = _body(branch)
        runs.append(LINES / _post(site, secret, body, "taken"))
        started, before = time.monotonic(), int(site.inside("heard", "stage.dishes.ended"))
        while int(site.inside("heard", "stage.dishes.ended")) == before:
            if time.monotonic() - started > 120:
                raise SystemExit("the worker heard nothing of the stages in two minutes")
        heard.append(time.monotonic() - started)
        repeats.append(LINES / _post(site, secret, body, "repeated"))
    note = f"posts of {LINES:,} NDJSON lines, each a new encounter with one stage; median run"
    yield Figure("stages: lines/s taken in", sorted(runs)[TIMES // 2], "lines/s", TIMES, note)
    note = "the same posts again: nothing changes"
    yield Figure("stages: lines/s told again", sorted(repeats)[TIMES // 2], "lines/s", TIMES, note)
    note = "from the answer until the first clocks of the post have their verdicts"
    yield Figure("stages: heard by the promises", sorted(heard)[TIMES // 2], "s", TIMES, note)


def _body(branch: str) -> str:
    run, start = secrets.token_hex(4), datetime.now(UTC) - timedelta(hours=2)
    return "\n".join(
        json.dumps(
            {
                "kind": "visit", "reference": f"{run}-{n}", "branch": branch, "stage": "dishes",
                "encounter_started_at": start.isoformat(), "started_at": start.isoformat(),
                "ended_at": (start + timedelta(minutes=15 + n % 14)).isoformat(),
            }
        )
        for n in range(LINES)
    )  # fmt: skip


def _post(site: Site, secret: str, body: str, counted: str) -> float:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/x-ndjson"}
    started = time.monotonic()
    status, answer = site.send("POST", "/api/v1/stages/bulk", body, headers)
    seconds = time.monotonic() - started
    if status != 200 or json.loads(answer)[counted] != LINES:
        raise SystemExit(f"a post was answered {status}: {answer[:300]}")
    return seconds
