"""Say in words what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from makegood.jobs.doctor.finding import Finding, Level
from makegood.jobs.doctor.machine import look_at_database_start, look_at_machine
from makegood.jobs.secret_file import NAME
from makegood.jobs.setting_out import SETTINGS
from makegood.wires.postgres import Cluster, data_root, release

MARKS = {Level.FINE: "ok    ", Level.NOTE: "note  ", Level.BROKEN: "BROKEN"}


def examine() -> int:
    """Print every finding; returns 1 if something is broken. Changes nothing but starting the database."""
    root = data_root()
    broken = 0
    for finding in _findings(root):
        broken += finding.level is Level.BROKEN
        print(f"{MARKS[finding.level]} {finding.words}", flush=True)
        if finding.remedy:
            print(f"       → {finding.remedy}", flush=True)
    return 1 if broken else 0


def _findings(root: Path) -> Iterator[Finding]:
    yield from look_at_machine(root)
    finding, cluster = look_at_database_start(root)
    yield finding
    try:
        can_look = finding.level is not Level.BROKEN
        if can_look and (os.environ.get("MAKEGOOD_SECRET") or (root / NAME).exists()):
            yield from _look_at_house(root)
    finally:
        _let_go(cluster)


def _look_at_house(root: Path) -> Iterator[Finding]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    from makegood.jobs.doctor.house import look_at_house

    yield from look_at_house(root)


def _let_go(cluster: Cluster | None) -> None:
    if cluster is not None:
        release(cluster)
