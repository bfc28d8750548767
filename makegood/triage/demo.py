"""Six months of screening: everything was told apart on the day it came, most of it was looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from makegood.intake.models import Feedback
from makegood.kit.actor import SYSTEM
from makegood.kit.story import DemoStory
from makegood.people.models import Staff
from makegood.triage.models import TriageItem
from makegood.triage.operations import add_routing_rule, classify_batch, confirm_many, screen

ROUTES: list[tuple[str, dict[str, Any]]] = [
    ("service", {}),
    ("service", {"nature": "complaint"}),
    ("logistics", {"aspect": "delivery"}),
    ("technical", {"aspect": "digital"}),
    ("finance", {"aspect": "billing"}),
    ("quality", {"aspect": "quality", "nature": "complaint"}),
    ("operations", {"aspect": "waiting"}),
    ("marketing", {"category": "company_image"}),
    ("marketing", {"category": "event_content"}),
]
SCREENERS = ("songjia", "puming", "hanrui")
STILL_WAITING = 14
OVERRULED = 0.07
SECOND_THOUGHTS = [
    {"urgency": "important"},
    {"urgency": "normal"},
    {"nature": "suggestion"},
    {"nature": "enquiry"},
    {"category": "product_service"},
    {"feeling": "neutral"},
]


def load(story: DemoStory) -> None:
    _routes(story)
    by_day: defaultdict[str, list[Feedback]] = defaultdict(list)
    waiting = Feedback.objects.filter(triage_item=None).order_by("received_at", "pk")
    for feedback in waiting.only("id", "received_at"):
        by_day[feedback.received_at.date().isoformat()].append(feedback)
    for day in by_day.values():
        classify_batch([f.pk for f in day], at=min(day[-1].received_at + timedelta(minutes=1), story.now))
    _screen(story)


def _routes(story: DemoStory) -> None:
    departments = story.things["departments"]
    for order, (code, conditions) in enumerate(ROUTES, start=1):
        add_routing_rule(
            department=departments[code], order=order * 10, by=SYSTEM, at=story.now - timedelta(days=300), **conditions
        )


@transaction.atomic
def _screen(story: DemoStory) -> None:
    """The newest items still wait; one in fourteen of the others was overruled."""
    items = list(TriageItem.objects.waiting().filter(mode="live").order_by("received_at", "pk"))[:-STILL_WAITING]
    screeners: list[Staff] = [story.things["staff"][login] for login in SCREENERS]
    plain: defaultdict[str, list[TriageItem]] = defaultdict(list)
    for item in items:
        if story.rng.random() < OVERRULED:
            _overrule(story, item, story.rng.choice(screeners))
        else:
            plain[item.received_at.date().isoformat()].append(item)
    _confirm(story, plain.values(), screeners)


def _overrule(story: DemoStory, item: TriageItem, staff: Staff) -> None:
    decided = story.rng.choice(SECOND_THOUGHTS)
    screen(item, by=staff.actor, at=min(item.received_at + timedelta(minutes=40), story.now), decided=decided)


def _confirm(story: DemoStory, days: Iterable[Sequence[TriageItem]], screeners: Sequence[Staff]) -> None:
    for number, day in enumerate(days):
        at = min(day[-1].received_at + timedelta(minutes=30), story.now)
        confirm_many(day, by=screeners[number % len(screeners)].actor, at=at)
