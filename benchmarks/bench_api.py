"""How many single posts of feedback the interface takes in a second, each durable when it is answered."""

from __future__ import annotations

import http.client
import json
import secrets
import threading
import time
from collections.abc import Iterator

from benchmarks import bench_disk
from benchmarks.figures import Figure
from benchmarks.site import Site

CLIENTS = (1, 8, 32)
SECONDS = 8.0
TEXT = "快递晚了三天，打电话也没人接，希望尽快处理。第 {n} 次。"


def measure(site: Site) -> Iterator[Figure]:
    """Beside the disk's own speed in the same minute; all clients run on the same cores as the site."""
    disk = next(iter(bench_disk.measure(site)))
    yield disk
    secret, code = site.inside("token", "bench"), f"bench-{secrets.token_hex(4)}"
    site.inside("channel", code)
    for clients in CLIENTS:
        posts, seconds, cpu = _run(site, secret, code, clients)
        rate = posts / seconds
        note = f"{clients} clients with kept connections; {rate / disk.value:.2f} of {disk.name}"
        yield Figure(f"API: posts/s, {clients} clients", rate, "requests/s", posts, note)
        note = "web, worker with its reactions, and database together"
        yield Figure(f"API: CPU a post, {clients} clients", 1000 * cpu / posts, "ms", posts, note)


def _run(site: Site, secret: str, code: str, clients: int) -> tuple[int, float, float]:
    counts, until, before = [0] * clients, time.monotonic() + SECONDS, site.cpu_seconds()
    started = time.monotonic()
    threads = [threading.Thread(target=_post, args=(site.port, secret, code, until, counts, n)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts), time.monotonic() - started, site.cpu_seconds() - before


def _post(port: int, secret: str, code: str, until: float, counts: list[int], mine: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    while time.monotonic() < until:
        body = json.dumps({"text": TEXT.format(n=counts[mine]), "channel": code}).encode()
        key = {"Idempotency-Key": f"{mine}-{secrets.token_hex(8)}"}
        connection.request("POST", "/api/v1/feedback", body, headers | key)
        answer = connection.getresponse()
        if answer.status != 201:
            raise SystemExit(f"a post was answered {answer.status}: {answer.read()[:200]!r}")
        answer.read()
        counts[mine] += 1
