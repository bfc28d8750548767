"""What the disk gives: the commits a second that one durable writer could reach at best."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

from benchmarks.figures import Figure
from benchmarks.site import Site
from makegood.wires.postgres.binaries import for_cluster


def measure(site: Site) -> Iterator[Figure]:
    program = for_cluster(None).program("pg_test_fsync")
    file = site.data / "fsync.tmp"
    said = subprocess.run([program, "-s", "2", "-f", str(file)], capture_output=True, text=True, check=True).stdout
    file.unlink(missing_ok=True)
    first = said.split("Compare file sync methods using two")[0]
    for method in ("fdatasync", "fsync"):
        seen = re.search(rf"^\s+{method}\s+([\d.]+) ops/sec", first, re.MULTILINE)
        if seen:
            yield Figure(f"pg_test_fsync {method}", float(seen.group(1)), "ops/s", note="one 8 kB write each")
