"""How long a page takes, as one logged-in person asks for it again and again; with few cases and with very many."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.site import Client, Site

TIMES = 25
MANY = 100_000
PAGES = {"inbox": "/desk/triage", "cases": "/desk/cases", "dashboard": "/office/", "home": "/desk/"}


def measure(site: Site) -> Iterator[Figure]:
    """The site is spoiled afterwards: the copies stay in it, so that the next run starts from a new one."""
    site.settle()
    few = dict(_medians(site))
    for name, (value, address) in few.items():
        yield Figure(f"page: {name}, demo data", value, "ms", TIMES, f"{address}, median")
    site.spoil()
    cases = site.inside("crowd", str(MANY), owner=True)
    if not site.settle():
        print("the worker is still busy with what the copies have due: the pages are measured beside it")
    for name, (value, address) in _medians(site):
        note = f"{address}, median; {value / few[name][0]:.1f} times the demo's"
        yield Figure(f"page: {name}, {int(cases):,} cases", value, "ms", TIMES, note)


def _medians(site: Site) -> Iterator[tuple[str, tuple[float, str]]]:
    client = site.client()
    client.log_in("linjing")
    _, listing = client.get(PAGES["cases"])
    found = re.search(r'href="(/desk/cases/\d+)["?]', listing)
    pages = PAGES | ({"one case": found.group(1)} if found else {})
    for name, address in pages.items():
        _once(client, address)
        seconds = [_once(client, address) for _ in range(TIMES)]
        yield name, (statistics.median(seconds) * 1000, re.sub(r"\d+$", "…", address))


def _once(client: Client, path: str) -> float:
    started = time.perf_counter()
    status, _ = client.get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return time.perf_counter() - started
