"""What the demo company begins with."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.kit.story import DemoStory
from makegood.ledger.models import Budget
from makegood.ledger.queries import overview, prove_balances
from makegood.recovery.demo import load
from makegood.recovery.queries import facts_of, policy_in_force
from makegood.recovery.rules.losses import likely_loss

pytestmark = pytest.mark.django_db


def test_each_shop_has_money_for_every_month_of_the_story(company: Any, now: Any) -> None:
    branches = {"hq": company.head, "jingan": company.branch_a, "xihu": company.branch_b}
    story = DemoStory(now=now, rng=random.Random(1), things={"branches": branches})
    load(story)
    load(story)
    money = Budget.objects.filter(unit="CNY", branch=company.branch_a).order_by("starts_on")
    assert [budget.starts_on for budget in money] == [date(2026, month, 1) for month in range(5, 13)]
    assert {(line.budget.unit, line.balance.available) for line in overview(None, on=date(2026, 11, 18))} == {
        ("CNY", 300_000), ("POINTS", 400_000), ("stock:gift-set", 40),
    }  # fmt: skip
    assert policy_in_force().number == 1
    assert prove_balances().is_sound


def test_the_loss_is_read_from_what_was_spoken_of() -> None:
    assert likely_loss(["waiting", "quality"], loss_amount=0) == "goods"
    assert likely_loss(["staff_attitude", "delivery"], loss_amount=0) == "time"
    assert likely_loss(["staff_attitude"], loss_amount=0) == "esteem"
    assert likely_loss(["brand"], loss_amount=0) == "none"
    assert likely_loss(["quality"], loss_amount=5) == "money"


def test_what_a_person_knows_better_overrules_the_records(case: Case, now: Any) -> None:
    assert (facts_of(case, at=now).loss, facts_of(case, at=now).price) == ("none", 12_000)
    assert facts_of(case, at=now, loss="goods", price=5).loss == "goods"
