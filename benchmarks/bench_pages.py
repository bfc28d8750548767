"""How long a page takes, as one logged-in person asks for it again and again."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.site import Client, Site

TIMES = 30


def measure(site: Site) -> Iterator[Figure]:
    client = site.client()
    client.log_in("linjing")
    for name, path in _pages(client).items():
        seconds = [_once(client, path) for _ in range(TIMES)]
        yield Figure(f"page: {name}", statistics.median(seconds) * 1000, "ms", TIMES, f"{path}, median")


def _pages(client: Client) -> dict[str, str]:
    pages = {"inbox": "/desk/inbox/", "cases": "/desk/cases/", "dashboard": "/desk/dashboard/"}
    _, listing = client.get(pages["cases"])
    if one := re.search(r'href="(/desk/cases/[^"?]+)"', listing):
        pages["one case"] = one.group(1)
    return {name: path for name, path in pages.items() if client.get(path)[0] == 200}


def _once(client: Client, path: str) -> float:
    started = time.perf_counter()
    status, _ = client.get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return time.perf_counter() - started
