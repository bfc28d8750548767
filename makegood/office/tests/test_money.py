"""Budgets and the policy. A4, A6"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from makegood.kit.actor import SYSTEM
from makegood.kit.money import Money
from makegood.ledger.models import Budget
from makegood.ledger.operations import open_budget, reserve
from makegood.ledger.queries import balance_of
from makegood.office.tests.conftest import SignedIn
from makegood.recovery.demo import install_defaults
from makegood.recovery.models import PolicyVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(company: Any, now: Any) -> Budget:
    return open_budget(
        branch=company.branch_a, kind="remedies", unit="CNY", starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1),
        by=SYSTEM, at=now,
    )  # fmt: skip


def test_a_budget_is_opened_and_granted_once_however_often_one_clicks(
    signed_in: SignedIn, wumin: Any, company: Any
) -> None:
    client = signed_in(wumin)
    posted = {
        "branch": company.branch_a.pk, "starts_on": "2026-11-01", "ends_on": "2026-12-01", "limit": "hard",
        "warn_below_percent": "20",
    }  # fmt: skip
    client.post("/office/budgets/new", posted)
    made = Budget.objects.get()
    for _ in range(2):
        client.post(f"/office/budgets/{made.pk}/fund", {"amount": "5000", "key": "one"})
    assert balance_of(made).available == 500_000
    assert "¥5,000" in client.get(f"/office/budgets/{made.pk}").content.decode()


def test_an_overlapping_budget_is_refused_beside_the_field(
    signed_in: SignedIn, wumin: Any, company: Any, budget: Budget
) -> None:
    posted = {"branch": company.branch_a.pk, "starts_on": "2026-11-15", "limit": "hard", "warn_below_percent": "20"}
    assert signed_in(wumin).post("/office/budgets/new", posted).status_code == 422
    assert Budget.objects.count() == 1


def test_a_manager_of_another_branch_does_not_find_the_budget(
    signed_in: SignedIn, zhengkai: Any, company: Any, now: Any
) -> None:
    other = open_budget(
        branch=company.branch_b, kind="remedies", unit="CNY", starts_on=date(2026, 11, 1), ends_on=None, by=SYSTEM,
        at=now,
    )  # fmt: skip
    client = signed_in(zhengkai)
    assert client.get(f"/office/budgets/{other.pk}").status_code == 404
    assert client.post(f"/office/budgets/{other.pk}/fund", {"amount": "1", "key": "k"}).status_code == 403


def test_what_is_reserved_shows_on_the_list(signed_in: SignedIn, wumin: Any, budget: Budget, now: Any) -> None:
    client = signed_in(wumin)
    client.post(f"/office/budgets/{budget.pk}/fund", {"amount": "100", "key": "one"})
    reserve(budget, Money(3_000, "CNY"), key="r", subject=("offer", 1), by=SYSTEM, at=now)
    view = client.get("/office/budgets/").context["rows"][0]
    assert (view.left, view.reserved, view.reserved_share) == ("¥70.00", "¥30.00", 30.0)


def test_a_policy_is_published_by_somebody_other_than_its_author(
    signed_in: SignedIn, linjing: Any, suqing: Any, now: Any
) -> None:
    install_defaults(at=now)
    before = PolicyVersion.objects.get(status="published")
    author = signed_in(linjing)
    table = author.get("/office/policy/new").context["form"].initial["table"]
    author.post("/office/policy/new", {"table": table, "note": "年度复核，不作改动"})
    draft = PolicyVersion.objects.get(status="draft")
    author.post(f"/office/policy/{draft.pk}/publish")
    assert PolicyVersion.objects.get(status="published") == before
    signed_in(suqing).post(f"/office/policy/{draft.pk}/publish")
    assert PolicyVersion.objects.get(status="published") == draft


@pytest.mark.parametrize("table", ["{", "[]", '{"rows": [{"id": "x"}]}'])
def test_a_table_that_makes_no_sense_is_refused_in_words(
    signed_in: SignedIn, linjing: Any, now: Any, table: str
) -> None:
    install_defaults(at=now)
    answer = signed_in(linjing).post("/office/policy/new", {"table": table, "note": "试"})
    assert answer.status_code == 422
    assert PolicyVersion.objects.count() == 1


def test_a_version_is_tried_on_imagined_facts_before_it_is_published(
    signed_in: SignedIn, linjing: Any, now: Any
) -> None:
    install_defaults(at=now)
    facts = "severity=minor&fault=ours&loss=time&price=100&tier=normal"
    tried = signed_in(linjing).get(f"/office/policy/?version=1&{facts}").context["tried"]
    assert tried.choices == [("优惠券", "¥20.00"), ("会员积分", "3,000")]
    assert tried.always == [("道歉信", "")]
    assert not tried.escalate


def test_the_policy_reads_as_words(signed_in: SignedIn, linjing: Any, now: Any) -> None:
    install_defaults(at=now)
    answer = signed_in(linjing).get("/office/policy/")
    assert answer.status_code == 200
    assert len(answer.context["rules"]) == len(PolicyVersion.objects.get().table["rows"])
