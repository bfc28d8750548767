"""Run the benchmarks and put their figures into RESULTS.md: `bin/bench [--list] [--dry] [NAME …]`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.figures import Figure, machine, write  # noqa: E402
from benchmarks.site import running  # noqa: E402


def names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which benchmarks (default: all)")
    parser.add_argument("--list", action="store_true", help="name the benchmarks")
    parser.add_argument("--dry", action="store_true", help="print the figures, leave RESULTS.md as it is")
    parser.add_argument("--data", type=Path, default=HERE.parent / "var" / "bench", help="the site's data folder")
    chosen = parser.parse_args()
    if chosen.list:
        print("\n".join(names()))
        return 0
    print(machine(), flush=True)
    found: list[Figure] = []
    with running(chosen.data) as site:
        for name in chosen.names or names():
            for figure in importlib.import_module(f"benchmarks.bench_{name}").measure(site):
                print(figure.row, flush=True)
                found.append(figure)
    if not chosen.dry:
        write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
