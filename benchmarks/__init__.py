"""Measurements: each `bench_*.py` has `measure(site) -> Iterator[Figure]`; `bin/bench` runs them."""
