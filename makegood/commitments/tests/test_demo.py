"""The demo company's promises and encounters, told whole."""

from __future__ import annotations

import random
from typing import Any

import pytest

from makegood.commitments import demo
from makegood.commitments.models import Clock, Commitment, CommitmentVersion
from makegood.commitments.queries import attainment, public_promises, try_promise
from makegood.encounters import demo as encounters_demo
from makegood.encounters.models import Encounter
from makegood.engines.statistics import Measured
from makegood.journal.models import Entry
from makegood.kit.story import DemoStory


@pytest.mark.django_db
def test_half_a_year_of_visits_is_measured_against_the_promises(
    now: Any, company: Any, linjing: Any, suqing: Any, wangfang: Any
) -> None:
    story = DemoStory(now, random.Random(7))
    branches = {"jingan": company.branch_a, "xuhui": company.branch_a, "xihu": company.branch_b, "centre": company.head}
    story.things |= {
        "branches": branches, "staff": {"linjing": linjing, "suqing": suqing}, "customers": [wangfang],
    }  # fmt: skip
    encounters_demo.load(story)
    demo.load(story)
    assert Encounter.objects.count() > 1_500
    assert Commitment.objects.count() == len(demo.PROMISES) + 1
    assert public_promises(now).count() == len(demo.PROMISES) - 1
    dishes = attainment("dishes-30-minutes")
    assert isinstance(dishes.share, Measured)
    assert 0.75 < dishes.share.value < 0.98
    assert not Clock.objects.exclude(is_history=True).exists()
    assert not Entry.objects.filter(name="commitments.PromiseBroken").exists()
    assert Entry.objects.filter(name="encounters.StageStarted").count() > 10
    tried = try_promise(CommitmentVersion.objects.select_related("calendar").get(state="draft"), at=now).found
    assert isinstance(tried.share, Measured)
    assert 0.83 < tried.share.value < 0.91
    assert {spot.weekday for spot in tried.spots} & {4, 5}
