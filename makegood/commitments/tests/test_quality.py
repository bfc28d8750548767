"""Measured qualities: a share or a mean of what was observed. D1, N1"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from makegood.commitments.models import Clock, ClockVerdict, Trial
from makegood.commitments.operations import observe
from makegood.commitments.operations.publish import WouldBreak, WouldMiss
from makegood.commitments.queries import attainment, quality_of
from makegood.commitments.queries.promises import with_calendar
from makegood.commitments.tests.factories import promised
from makegood.engines.statistics import Measured, NotEnough
from makegood.journal.models import Entry
from makegood.kit.errors import Invalid
from makegood.kit.periods import Period

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
WARM = {"judged": "share", "operator": ">=", "limit": 60, "unit": "°C", "window": "month"}
RATED = {"judged": "mean", "operator": ">=", "limit": 4.5, "window": "rolling_90"}
TERMS: dict[str, Any] = {"budget_kind": "quality", "budget": 1, "stops_on": [], "quality": WARM}


def warm(now: Any, **more: Any) -> Any:
    return promised("warm", at=now - 24 * HOUR, **TERMS | {"starts_on": ["measure.temperature"]} | more)


def told(pk: int, value: float, moment: Any, at: Any = None, name: str = "temperature", **facts: Any) -> bool:
    return observe(("encounter", pk), name, value, observed_at=moment, at=at or moment, facts=facts)


def again(version: Any) -> Any:
    return with_calendar(type(version).objects.all()).get(pk=version.pk)


def test_one_failed_observation_breaks_the_promise_of_its_encounter_once(now: Any) -> None:
    warm(now, is_guarantee=True, remedy_code="coupon")
    assert told(1, 65, now)
    assert Clock.objects.get().state == "kept"
    told(1, 50, now + HOUR)
    told(1, 40, now + 2 * HOUR)
    assert told(1, 40, now + 2 * HOUR) is False
    clock = Clock.objects.get()
    standing = ClockVerdict.objects.get(superseded_at=None)
    assert (clock.state, clock.round, standing.decided_at) == ("broken", 1, now + HOUR)
    broken = Entry.objects.get(name="commitments.PromiseBroken")
    assert (broken.data["remedy_code"], broken.data["subject_id"]) == ("coupon", 1)


def test_a_correction_takes_the_breach_back(now: Any) -> None:
    warm(now)
    told(1, 50, now)
    told(1, 70, now, at=now + HOUR)
    assert Clock.objects.get().state == "kept"
    assert Entry.objects.filter(name="commitments.BreachWithdrawn").count() == 1
    assert (attainment("warm", as_of=now).broken, attainment("warm").broken) == (1, 0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_observations_in_any_order_come_to_the_same(now: Any, order: tuple[int, ...]) -> None:
    warm(now)
    rows = [(65, now), (50, now + HOUR), (40, now + 2 * HOUR)]
    for n in order:
        told(1, *rows[n], at=now + 3 * HOUR)
    assert ClockVerdict.objects.get(superseded_at=None).decided_at == now + HOUR


def test_the_share_and_its_verdict_are_those_of_the_rows_as_of_any_day(now: Any) -> None:
    version = again(warm(now, target=Decimal("0.9")))
    for pk in range(1, 101):
        told(pk, 50 if pk % 50 == 0 else 70, now + pk * timedelta(minutes=1))
    at = now + 5 * HOUR
    found = quality_of(version, at=at)
    assert isinstance(found.measured, Measured)
    assert (found.measured.value, found.measured.n, found.failed, found.verdict.value) == (0.98, 100, 2, "met")
    assert (attainment("warm").kept, attainment("warm").broken) == (98, 2)
    early = quality_of(version, at=at, as_of=now + timedelta(minutes=9))
    assert (early.measured, early.verdict.value) == (NotEnough(9, 10), "cannot_tell")


@pytest.mark.parametrize(
    ("scores", "verdict"), [([5] * 30 + [4] * 5, "met"), ([3, 4] * 15, "missed"), ([5, 4] * 10, "cannot_tell")]
)
def test_a_mean_is_met_or_missed_only_where_its_whole_interval_says_so(
    now: Any, scores: list[int], verdict: str
) -> None:
    starts = ["measure.satisfaction"]
    version = again(promised("liked", at=now - HOUR, **TERMS | {"starts_on": starts, "quality": RATED}))
    for pk, score in enumerate(scores, 1):
        told(pk, score, now, name="satisfaction")
    found = quality_of(version, at=now + HOUR)
    assert isinstance(found.measured, Measured)
    assert (round(found.measured.value, 6), found.verdict.value) == (round(sum(scores) / len(scores), 6), verdict)
    assert not Clock.objects.exists()


def test_only_what_the_promise_covers_is_counted(now: Any, company: Any) -> None:
    version = again(warm(now, scope={"branches": [company.branch_a.pk]}))
    told(1, 50, now, branch_id=company.branch_b.pk)
    told(2, 70, now, branch_id=company.branch_a.pk)
    found = quality_of(version, at=now + HOUR, minimum=1)
    assert (found.measured.n, found.failed, Clock.objects.get().subject_id) == (1, 0, 2)


def test_a_quality_that_was_missed_so_far_is_published_only_with_a_reason(now: Any) -> None:
    for pk in range(40):
        told(pk, 50, now - 30 * HOUR)
        told(pk, 2, now - 30 * HOUR, name="satisfaction")
    with pytest.raises(WouldBreak):
        _published(now, WARM, "measure.temperature")
    with pytest.raises(WouldMiss, match=r"2\.00.*4\.5"):
        _published(now, {**RATED, "limit": 4.5}, "measure.satisfaction")
    warm(now)
    assert Trial.objects.get().standing == "breaks"


def _published(now: Any, quality: dict[str, Any], signal: str) -> None:
    from makegood.commitments.operations import Draft, draft_commitment, publish, review
    from makegood.commitments.tests.factories import office_hours
    from makegood.kit.actor import SYSTEM

    office_hours(now - 24 * HOUR)
    draft = Draft("q", "q", "q", "office", "quality", 1, [signal], [], quality=quality)
    version = draft_commitment(draft, by=SYSTEM, at=now)
    review(version, by=SYSTEM, at=now)
    publish(version, by=SYSTEM, at=now)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quality": {**WARM, "operator": "="}}, "operator"),
        ({"quality": {**WARM, "limit": float("nan")}}, "limit"),
        ({"quality": {**WARM, "window": "year"}}, "window"),
        ({"quality": {**WARM, "judged": "median"}}, "judged"),
        ({"stops_on": ["case.closed"]}, "quality"),
        ({"starts_on": ["case.opened"]}, "starts_on"),
        ({"budget_kind": "working_days"}, "budget_kind"),
    ],
)
def test_a_description_that_makes_no_sense_is_refused_beside_its_field(
    now: Any, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        warm(now, **wrong)
    assert refused.value.field == field


@pytest.mark.parametrize(("name", "value"), [("Temp eratur", 1.0), ("temperature", float("inf"))])
def test_an_observation_that_makes_no_sense_is_refused(now: Any, name: str, value: float) -> None:
    with pytest.raises(Invalid):
        observe(("encounter", 1), name, value, observed_at=now, at=now)
    with pytest.raises(Invalid):
        told(1, 60, now + HOUR, at=now)


def test_the_window_is_the_promises_own(now: Any) -> None:
    version = again(warm(now - 60 * 24 * HOUR))
    for pk in range(1, 13):
        told(pk, 50 if pk < 3 else 70, now - (40 * 24 if pk < 3 else 1) * HOUR, at=now)
    assert quality_of(version, at=now).failed == 0
    assert quality_of(version, at=now, period=Period.last_days(60, until=now)).failed == 2
