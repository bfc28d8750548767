"""A promise that is due on a date given with the thing itself: delivery by the promised date. B10, D1"""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from makegood.commitments.models import Clock, ClockVerdict
from makegood.commitments.operations import Signal, hear, sweep
from makegood.commitments.queries import clocks_of
from makegood.commitments.tests.factories import promised
from makegood.kit.errors import Invalid

pytestmark = pytest.mark.django_db
ON_TIME: dict[str, Any] = {
    "code": "delivery", "budget_kind": "promised", "budget": 1, "starts_on": ["encounter.started"],
    "stops_on": ["stage.delivery.ended"],
}  # fmt: skip


def told(name: str, at: Any, pk: int = 1) -> Signal:
    return Signal(name, ("encounter", pk), {}, at)


def test_a_parcel_is_owed_by_the_date_that_it_was_promised_for(now: Any) -> None:  # B10
    promised(at=now, **ON_TIME)
    day = timedelta(days=1)
    hear(told("encounter.started", now), at=now)
    assert not Clock.objects.exists()  # no date, nothing owed
    hear(told("stage.delivery.promised", now + 3 * day), at=now)
    clock = Clock.objects.get()
    assert (clock.state, clock.started_at, clock.due_at) == ("running", now, now + 3 * day)
    [chip] = clocks_of("encounter", [1], at=now + day)
    assert (round(chip.share_used, 6), chip.seconds_left) == (round(1 / 3, 6), 2 * 86_400)
    assert sweep(at=now + 3 * day) == 0
    assert sweep(at=now + 4 * day) == 1
    verdict = ClockVerdict.objects.get()
    assert (verdict.outcome, verdict.decided_at) == ("broken", now + 3 * day)


def test_a_later_date_moves_nothing_and_every_order_of_telling_ends_the_same(now: Any) -> None:  # B10
    promised(at=now, **ON_TIME)
    day = timedelta(days=1)
    news = [
        ("encounter.started", now),
        ("stage.delivery.promised", now + 5 * day),
        ("stage.delivery.promised", now + 3 * day),
        ("stage.delivery.ended", now + 4 * day),
    ]
    for pk, order in enumerate(permutations(news), 1):
        for name, at in order:
            hear(told(name, at, pk), at=now + 6 * day)
    found = Clock.objects.values_list("state", "started_at", "due_at", "ended_at").distinct()
    assert list(found) == [("broken", now, now + 3 * day, now + 4 * day)]
    assert Clock.objects.count() == 24


def test_a_date_cannot_be_paused(now: Any) -> None:
    with pytest.raises(Invalid):
        promised(at=now, **ON_TIME, pauses_on=["case.waiting_for_customer"], resumes_on=["case.customer_answered"])
