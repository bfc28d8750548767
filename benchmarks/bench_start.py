"""How long until the first page: from a fresh clone with nothing installed, and warm."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.site import ROOT, Site
from makegood.jobs import web


def measure(site: Site) -> Iterator[Figure]:
    yield _fresh()
    site.stop()
    times = []
    for _ in range(3):
        site.start()
        times.append(site.seconds_to_first_page)
        site.stop()
    site.start()
    yield Figure("warm start to first page", sorted(times)[1], "s", 3, "makegood demo, median")


def _fresh() -> Figure:
    folder = Path(tempfile.mkdtemp(prefix="mg-"))
    folder.chmod(0o755)
    clone, port = folder / "clone", web.next_free("127.0.0.1", 29_000) or 0
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    started = time.monotonic()
    demo = subprocess.Popen(
        ["bin/demo", "--port", str(port)],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not web.answers("127.0.0.1", port):
            if demo.poll() is not None:
                raise SystemExit("bin/demo failed in the fresh clone")
            time.sleep(0.1)
        seconds = time.monotonic() - started
    finally:
        demo.terminate()
        demo.wait(60)
        shutil.rmtree(folder, ignore_errors=True)
    return Figure("fresh clone to first page", seconds, "s", 1, "bin/demo, empty HOME, packages downloaded")
