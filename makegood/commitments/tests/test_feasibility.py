"""A promise is tried on what happened before it is given; one that would break is flagged. D1, D2"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from makegood.commitments.models import Clock, ClockVerdict, CommitmentVersion, Trial
from makegood.commitments.operations import (
    Draft,
    Signal,
    draft_commitment,
    hear_batch,
    measure_history,
    publish,
    review,
)
from makegood.commitments.operations.publish import WouldBreak
from makegood.commitments.queries import try_promise
from makegood.commitments.tests.factories import office_hours
from makegood.engines.statistics import Measured, NotEnough
from makegood.engines.statistics.feasibility import Standing
from makegood.journal import Mode, in_mode
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def drafted(at: datetime, **changes: Any) -> CommitmentVersion:
    office_hours(at - timedelta(days=900))
    values: dict[str, Any] = {
        "code": "dishes", "name": "上菜", "statement_zh_hans": "菜品30分钟内上齐，超时免单该菜", "calendar": "office",
        "budget_kind": "elapsed_seconds", "budget": 1_800, "starts_on": ["stage.dishes.started"],
        "stops_on": ["stage.dishes.ended"],
    }  # fmt: skip
    version = draft_commitment(Draft(**values | changes), by=SYSTEM, at=at)
    return CommitmentVersion.objects.select_related("calendar", "commitment").get(pk=version.pk)


def served(n: int, begun: datetime, minutes: float | None, **facts: Any) -> list[Signal]:
    signals = [Signal("stage.dishes.started", ("encounter", n), facts, begun)]
    if minutes is not None:
        signals.append(Signal("stage.dishes.ended", ("encounter", n), facts, begun + minutes * MINUTE))
    return signals


def tell(signals: list[Signal], now: datetime) -> None:
    with in_mode(Mode.BACKFILL):
        hear_batch(signals, at=now)


@pytest.fixture
def dinners(now: Any, company: Any) -> None:
    """100 dinners in two branches: 87 within half an hour, two still being cooked."""
    signals = []
    for n in range(100):
        branch = company.branch_a if n % 2 else company.branch_b
        signals += served(n, now - timedelta(days=1 + n), 20 if n < 87 else 40, branch_id=branch.pk)
    signals += served(100, now - 5 * MINUTE, None, branch_id=company.branch_a.pk)
    signals += served(101, now - 90 * MINUTE, None, branch_id=company.branch_a.pk)
    tell(signals, now)


def test_a_draft_is_tried_on_everything_heard(now: Any, dinners: None, company: Any) -> None:
    tried = try_promise(drafted(now), at=now)
    share = tried.found.share
    assert isinstance(share, Measured)
    assert (tried.found.n, tried.found.unfinished, tried.found.standing) == (102, 2, Standing.BREAKS)
    # 87 of 100, and one of 101 that has been waiting for an hour and a half; the one of five minutes says little.
    assert share.value == pytest.approx(87 / 101, abs=0.001)
    assert tried.found.sure == pytest.approx(87 / 102)
    assert tried.found.at_best == pytest.approx(88 / 102)
    assert set(tried.branches) == {company.branch_a.pk, company.branch_b.pk}
    assert not Clock.objects.exists()


def test_another_limit_is_tried_without_changing_the_draft(now: Any, dinners: None) -> None:
    version = drafted(now)
    found = try_promise(version, at=now, budget=45 * 60).found
    assert isinstance(found.share, Measured)
    assert found.share.value == pytest.approx(100 / 101, abs=0.001)
    version.refresh_from_db()
    assert version.budget == 1_800


def test_one_branch_is_tried_alone(now: Any, dinners: None, company: Any) -> None:
    found = try_promise(drafted(now), at=now, branch_ids=frozenset({company.branch_b.pk})).found
    assert (found.n, found.unfinished) == (50, 0)


def test_what_is_out_of_scope_or_excluded_is_not_tried(now: Any) -> None:
    rows = [served(n, now - timedelta(days=n + 1), 20, channel="on_site", kind="visit") for n in range(40)]
    rows += [served(n, now - timedelta(days=n), 20, channel="web_form", kind="order") for n in range(40, 80)]
    rows += [served(n, now - timedelta(days=n), 20, channel="on_site", tags=["typhoon"]) for n in range(80, 120)]
    tell([signal for row in rows for signal in row], now)
    assert try_promise(drafted(now, scope={"channels": ["on_site"]}), at=now).found.n == 80
    assert try_promise(drafted(now, scope={"kinds": ["visit"]}), at=now).found.n == 40
    only = drafted(now, scope={"channels": ["on_site"]}, exclusions={"tags": ["typhoon"]})
    assert try_promise(only, at=now).found.n == 40
    review(only, by=SYSTEM, at=now)
    publish(only, by=SYSTEM, at=now, effective_from=now - timedelta(days=300))
    measure_history(only, at=now)
    assert Clock.objects.count() == 40


def test_what_it_says_is_what_the_clocks_say_once_it_is_published(now: Any) -> None:
    """The same histories, with pauses, cancellations and repeats of news, tried and then really measured."""
    dice = random.Random(4)
    names = ["case.answered", "case.customer_answered", "case.closed", "case.waiting_for_customer", "case.opened"]
    signals = []
    for n in range(150):
        begun = now - timedelta(days=dice.uniform(3, 300))
        signals.append(Signal("case.opened", ("case", n), {}, begun))
        for name in dice.sample(names, dice.randint(0, 4)):
            facts = {"evidence": n} if name == "case.waiting_for_customer" else {}
            signals.append(
                Signal(name, ("case", n), facts, min(now, begun + timedelta(hours=dice.expovariate(1 / 30))))
            )
    tell(signals, now)
    version = drafted(
        now, starts_on=["case.opened"], stops_on=["case.answered"], pauses_on=["case.waiting_for_customer"],
        resumes_on=["case.customer_answered"], cancels_on=["case.closed"], budget_kind="working_seconds",
        budget=8 * 3_600, pause_limit_seconds=86_400,
    )  # fmt: skip
    found = try_promise(version, at=now).found
    review(version, by=SYSTEM, at=now)
    publish(version, by=SYSTEM, at=now, effective_from=now - timedelta(days=365), despite="试行")
    measure_history(version, at=now)
    kept = ClockVerdict.objects.filter(outcome="kept", superseded_at=None).count()
    broken = ClockVerdict.objects.filter(outcome="broken", superseded_at=None).count()
    assert (found.kept_by_cell.sum(), found.n_by_cell.sum()) == (kept, kept + broken)
    assert found.n == Clock.objects.count() == 150
    assert kept > 20
    assert broken > 20


def test_where_the_last_year_says_too_little_all_time_is_taken(now: Any) -> None:
    tell([s for n in range(40) for s in served(n, now - timedelta(days=500 + n), 20)], now)
    tried = try_promise(drafted(now), at=now)
    assert (tried.is_all_time, tried.found.n, tried.since) == (True, 40, now - timedelta(days=539))


def test_nothing_is_said_from_a_handful(now: Any) -> None:
    tell([s for n in range(29) for s in served(n, now - timedelta(days=n + 1), 90)], now)
    found = try_promise(drafted(now), at=now).found
    assert (found.share, found.standing) == (NotEnough(29, 30), Standing.NOT_ENOUGH)


def test_a_promise_that_would_miss_its_aim_is_published_only_with_a_reason(now: Any, dinners: None) -> None:
    version = drafted(now)
    review(version, by=SYSTEM, at=now)
    with pytest.raises(WouldBreak) as refused:
        publish(version, by=SYSTEM, at=now, despite="  ")
    assert "86.1%" in str(refused.value)
    assert "95%" in str(refused.value)
    version.refresh_from_db()
    assert version.state == "reviewed"
    publish(version, by=SYSTEM, at=now, despite="下周增加两名厨师")
    trial = Trial.objects.get()
    assert (trial.standing, trial.n, trial.despite, round(trial.share or 0, 3)) == (
        "breaks", 102, "下周增加两名厨师", 0.861,
    )  # fmt: skip
    assert version.moves.latest("pk").reason == "下周增加两名厨师"


def test_a_promise_that_reaches_its_aim_needs_no_reason(now: Any, dinners: None) -> None:
    version = drafted(now, budget=45 * 60)
    review(version, by=SYSTEM, at=now)
    publish(version, by=SYSTEM, at=now)
    assert Trial.objects.get().standing == "unsure"


def test_an_exclusion_that_no_rule_knows_is_refused(now: Any) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(now, exclusions={"moods": ["bad"]})
    assert refused.value.field == "exclusions"
