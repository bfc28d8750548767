"""Limits by role and four eyes. A8, N2."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from makegood.approvals import queries
from makegood.approvals.models import ApprovalRequest
from makegood.approvals.operations import agree, ask_approval, publish_limits, refuse, withdraw
from makegood.approvals.permissions import visible_to
from makegood.approvals.rules.limits import DEFAULT_LIMITS, LADDER, may_grant, needed_role
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, NotAllowed, SomebodyWasFaster
from makegood.kit.money import Money


@given(st.integers(0, 10**9))
def test_the_role_asked_may_grant_and_every_lower_rung_may_not(amount: int) -> None:
    role = needed_role("remedy", amount, DEFAULT_LIMITS)
    assert role is not None
    assert may_grant(role, "remedy", amount, DEFAULT_LIMITS)
    below = LADDER[: LADDER.index(role)]
    assert not any(may_grant(rung, "remedy", amount, DEFAULT_LIMITS) for rung in below)


@given(st.sampled_from(["auditor", "", "administrator", "screener"]), st.integers(1, 10**9))
def test_roles_without_a_limit_grant_nothing(role: str, amount: int) -> None:
    assert not may_grant(role, "remedy", amount, DEFAULT_LIMITS)


def ask(by: Any, company: Any, now: Any, minor: int = 30_000, **more: Any) -> ApprovalRequest:
    return ask_approval(
        kind="remedy", subject=("offer", 7), amount=Money(minor), by=by.actor, at=now,
        branch_id=company.branch_a.pk, reason="包裹丢失", **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_small_remedy_needs_nobody_and_a_large_one_the_next_rung(zhouhang: Any) -> None:
    assert queries.may_grant_alone(zhouhang, "remedy", Money(5_000))
    assert not queries.may_grant_alone(zhouhang, "remedy", Money(5_001))
    assert queries.whom_to_ask("remedy", Money(5_001)) == "team_lead"
    assert queries.whom_to_ask("remedy", Money(600_000)) == "finance_approver"


@pytest.mark.django_db
def test_the_branch_manager_agrees_and_the_journal_says_so(
    zhouhang: Any, zhengkai: Any, company: Any, now: Any
) -> None:
    request = ask(zhouhang, company, now)
    assert request.needed_role == "branch_manager"
    assert list(queries.waiting_for(zhengkai)) == [request]
    agree(request, by=zhengkai, at=now)
    assert ApprovalRequest.objects.get().state == "agreed"
    assert list(queries.waiting_for(zhengkai)) == []
    entry = Entry.objects.get(name="approvals.ApprovalAgreed")
    assert (entry.subject_id, entry.data["about_kind"], entry.data["about_id"], entry.actor) == (
        request.pk, "offer", 7, zhengkai.actor,
    )  # fmt: skip


@pytest.mark.django_db
def test_nobody_decides_their_own_request(zhengkai: Any, company: Any, now: Any) -> None:
    request = ask(zhengkai, company, now, minor=60_000)
    assert list(queries.waiting_for(zhengkai)) == []
    with pytest.raises(NotAllowed, match="您自己提出"):
        agree(request, by=zhengkai, at=now)
    with pytest.raises(IntegrityError):
        ApprovalRequest.objects.filter(pk=request.pk).update(decided_by=zhengkai)


@pytest.mark.django_db
def test_the_accused_neither_sees_nor_decides(zhouhang: Any, zhengkai: Any, company: Any, now: Any) -> None:
    request = ask(zhouhang, company, now, recused=[zhengkai.pk])
    assert not visible_to(zhengkai).exists()
    with pytest.raises(NotAllowed, match="与您本人有关"):
        agree(request, by=zhengkai, at=now)


@pytest.mark.django_db
def test_above_the_limit_another_branch_and_read_only_roles_cannot_decide(
    zhouhang: Any, zhengkai: Any, chenmo: Any, hezhen: Any, wumin: Any, company: Any, now: Any
) -> None:
    request = ask(zhouhang, company, now, minor=600_000)
    for person in (zhengkai, chenmo, hezhen):
        with pytest.raises(NotAllowed):
            agree(request, by=person, at=now)
        assert not queries.waiting_for(person).exists()
    assert list(queries.waiting_for(wumin)) == [request]
    assert agree(request, by=wumin, at=now).state == "agreed"


@pytest.mark.django_db
def test_the_second_of_two_deciders_is_told_that_somebody_was_faster(
    zhouhang: Any, zhengkai: Any, linjing: Any, company: Any, now: Any
) -> None:
    request = ask(zhouhang, company, now)
    agree(ApprovalRequest.objects.get(pk=request.pk), by=linjing, at=now)
    with pytest.raises(SomebodyWasFaster):
        refuse(request, by=zhengkai, at=now, answer="太多")


@pytest.mark.django_db
def test_a_refusal_says_why(zhouhang: Any, zhengkai: Any, company: Any, now: Any) -> None:
    request = ask(zhouhang, company, now)
    with pytest.raises(Invalid):
        refuse(request, by=zhengkai, at=now, answer=" ")
    assert refuse(request, by=zhengkai, at=now, answer="先试换货").answer == "先试换货"


@pytest.mark.django_db
def test_asking_twice_is_one_request_until_it_is_decided(zhouhang: Any, company: Any, now: Any) -> None:
    first = ask(zhouhang, company, now)
    assert ask(zhouhang, company, now) == first
    withdraw(first, by=zhouhang.actor, at=now)
    assert ask(zhouhang, company, now) != first


@pytest.mark.django_db
def test_only_the_asker_takes_a_request_back(zhouhang: Any, zhengkai: Any, company: Any, now: Any) -> None:
    request = ask(zhouhang, company, now)
    with pytest.raises(NotAllowed):
        withdraw(request, by=zhengkai.actor, at=now)
    assert withdraw(request, by=SYSTEM, at=now).state == "withdrawn"


@pytest.mark.django_db
def test_new_limits_come_in_versions(zhouhang: Any, linjing: Any, now: Any) -> None:
    table = publish_limits({"remedy": {"agent": 100, "finance_approver": None}}, by=linjing.actor, at=now)
    assert table.version == 1
    assert not queries.may_grant_alone(zhouhang, "remedy", Money(5_000))
    assert queries.whom_to_ask("remedy", Money(5_000)) == "finance_approver"
    with pytest.raises(Invalid):
        publish_limits({"remedy": {"agent": -1}}, by=linjing.actor, at=now)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "价值 ¥80.00 的补偿"), ("zh-hant", "價值 ¥80.00 的補償"), ("en", "A remedy worth ¥80.00")],
)
def test_a_request_says_what_it_is_in_the_readers_language(language: str, words: str) -> None:
    request = ApprovalRequest(kind="remedy", amount_minor=8_000, currency="CNY")
    with translation.override(language):
        assert str(request) == words
    assert request.in_each_language()[language] == words
