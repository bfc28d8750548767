"""Machines tell what they measured; ratings count by themselves. D1, N1"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from makegood import journal
from makegood.api.tests.test_api import Machine, machine_of
from makegood.cases import operations as cases
from makegood.cases.models import Case
from makegood.commitments.models import Clock, HeardSignal
from makegood.commitments.tests.factories import promised
from makegood.encounters.operations import record_encounter
from makegood.kit.actor import SYSTEM
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Offer

pytestmark = pytest.mark.django_db

WARM = {"judged": "share", "operator": ">=", "limit": 60}
HOUR = timedelta(hours=1)


@pytest.fixture
def machine(company: Any, now: Any) -> Machine:
    return machine_of(company.branch_a, now)


@pytest.fixture
def visit(company: Any, wangfang: Any) -> Any:
    at = timezone.now() - 3 * HOUR
    install_defaults(at=at - 24 * HOUR)
    today = timezone.localdate()
    open_budgets([company.branch_a], [date(today.year, today.month, 1)], at=at - 24 * HOUR, yuan_a_month=1_000)
    promised(
        "warm", at=at - HOUR, budget_kind="quality", budget=1, starts_on=["measure.temperature"], stops_on=[],
        quality=WARM, is_guarantee=True, remedy_code="coupon",
    )  # fmt: skip
    return record_encounter(
        kind="visit", reference="V1", branch=company.branch_a, customer=wangfang, started_at=at, by=SYSTEM, at=at
    )


def tell(machine: Machine, value: Any, at: Any, reference: str = "V1", name: str = "temperature") -> Any:
    body = {"name": name, "value": value, "at": at.isoformat() if hasattr(at, "isoformat") else at}
    return machine.post(f"/encounters/visit/{reference}/measures", body)


def test_a_cold_dish_brings_its_own_remedy_once_however_often_it_is_told(machine: Machine, visit: Any) -> None:
    at = timezone.now() - HOUR
    assert tell(machine, 51.5, at).json()["is_new"] is True
    assert tell(machine, 51.5, at).json()["is_new"] is False
    tell(machine, 49, at + timedelta(minutes=1))
    journal.drain_all(at=timezone.now())
    clock = Clock.objects.get()
    assert (clock.state, clock.branch, clock.subject_id) == ("broken", visit.branch, visit.pk)
    assert (Case.objects.count(), Offer.objects.count()) == (1, 1)
    tell(machine, 66, at)
    tell(machine, 67, at + timedelta(minutes=1))
    journal.drain_all(at=timezone.now())
    assert Clock.objects.get().state == "kept"
    assert not Offer.objects.get().is_open


@pytest.mark.parametrize(
    ("value", "name", "code"),
    [("warm", "temperature", 422), (1e300, "temperature", 422), (5, "Temp!", 422), (5, "x" * 41, 422)],
)
def test_what_makes_no_sense_is_refused_and_kept_out(
    machine: Machine, visit: Any, value: Any, name: str, code: int
) -> None:
    assert tell(machine, value, timezone.now(), name=name).status_code == code
    assert not HeardSignal.objects.filter(name__startswith="measure.").exists()


def test_an_unknown_visit_and_a_moment_to_come_are_said_so(machine: Machine, visit: Any) -> None:
    assert tell(machine, 60, timezone.now(), reference="V9").status_code == 404
    assert tell(machine, 60, timezone.now() + HOUR).status_code == 422


def test_the_customers_rating_is_an_observation_of_the_case(
    company: Any, wangfang: Any, zhouhang: Any, now: Any
) -> None:
    case = cases.open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="晚到",
        by=SYSTEM, at=now,
    )  # fmt: skip
    cases.reply(case, body="已经补发。", by=zhouhang.actor, at=now, key="1")
    cases.decide(case, fault="ours", severity="minor", findings="漏发", loss_minor=0, by=zhouhang.actor, at=now)
    cases.close(case, reason="已解决", by=zhouhang.actor, at=now)
    cases.rate(case, score=5, by=SYSTEM, at=now + HOUR)
    journal.drain_all(at=now + HOUR)
    heard = HeardSignal.objects.get(name="measure.satisfaction")
    assert (heard.subject_id, heard.facts["value"], heard.facts["branch_id"]) == (case.pk, 5, company.branch_a.pk)
