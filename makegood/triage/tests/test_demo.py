"""The demo company's screening."""

import random
from datetime import timedelta

import pytest

from makegood.kit.story import DemoStory
from makegood.people import demo as people
from makegood.triage import demo
from makegood.triage.models import Screening, TriageItem
from makegood.triage.tests.factories import feedback

pytestmark = pytest.mark.django_db


def test_the_newest_items_wait_and_the_older_ones_were_screened_in_time(now):
    story = DemoStory(now=now, rng=random.Random(7))
    people.load(story)
    for i in range(60):
        feedback(["等太久了", "请问几点开门", "非常感谢小李"][i % 3], at=now - timedelta(hours=5 * i))
    demo.load(story)
    assert TriageItem.objects.waiting().count() == demo.STILL_WAITING
    assert set(TriageItem.objects.waiting()) == set(TriageItem.objects.order_by("-received_at")[: demo.STILL_WAITING])
    assert Screening.objects.count() == 60 - demo.STILL_WAITING
    assert not Screening.objects.filter(screened_at__gt=now).exists()
    assert Screening.objects.exclude(overruled=[]).exists()
    assert not TriageItem.objects.filter(department=None).exists()
