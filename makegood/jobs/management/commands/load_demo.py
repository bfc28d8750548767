from __future__ import annotations

import random
import time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from makegood import journal
from makegood.jobs.demo_story import tell
from makegood.kit.story import DemoStory

FLOORS = (
    ("people",),
    ("customers", "handbook"),
    ("encounters",),
    ("commitments", "conversations", "approvals", "ledger", "notices"),
    ("intake",),
    ("triage",),
    ("cases",),
    ("recovery",),
    ("insight",),
    ("office", "api"),
)
SEED = 20_261_122


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Tell the demo company's story into an empty database, room by room from the lowest floor up."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        story = DemoStory(now=now, rng=random.Random(SEED))  # noqa: S311  the same story every time
        for room in (room for floor in FLOORS for room in floor):
            if find_spec(f"makegood.{room}.demo") is None:
                continue
            started = time.monotonic()
            if load := getattr(import_module(f"makegood.{room}.demo"), "load", None):
                load(story)
            self.stdout.write(f"  {room:<14} {time.monotonic() - started:5.1f} s")
        started = time.monotonic()
        tell(story)
        self.stdout.write(f"  {'story':<14} {time.monotonic() - started:5.1f} s")
        started = time.monotonic()
        delivered = journal.drain_all(at=timezone.now())
        self.stdout.write(f"  {'reactions':<14} {time.monotonic() - started:5.1f} s  ({delivered})")
