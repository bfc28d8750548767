"""Who sees which branches, and machines that prove who they are."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.kit.actor import SYSTEM, Actor
from makegood.kit.errors import SomebodyWasFaster
from makegood.people.models import ApiToken, Staff
from makegood.people.operations import hire, issue_token, open_branch, revoke_token
from makegood.people.permissions import branch_ids_of, may_change_things
from makegood.people.queries import staff_in_charge, token_of
from makegood.people.rules.pinyin import pinyin_key

pytestmark = pytest.mark.django_db


def test_an_agent_sees_their_own_branch_alone(company: Any, zhouhang: Any, chenmo: Any) -> None:
    assert branch_ids_of(zhouhang) == {company.branch_a.pk}
    assert branch_ids_of(chenmo) == {company.branch_b.pk}


def test_a_branch_manager_sees_everything_below_their_branch(company: Any, zhengkai: Any) -> None:
    counter = open_branch(code="a-1", name="静安店服务台", parent=company.branch_a)
    assert branch_ids_of(zhengkai) == {company.branch_a.pk, counter.pk}


def test_a_branch_whose_number_begins_alike_is_no_child(company: Any, zhengkai: Any) -> None:
    """Paths end with a slash: branch 1 must not own branch 11."""
    others = [open_branch(code=f"x{n}", name=f"{n}店", parent=company.head) for n in range(12)]
    assert branch_ids_of(zhengkai) == {company.branch_a.pk}
    assert len(others) == 12


@pytest.mark.parametrize("person", ["linjing", "suqing", "wumin", "hezhen", "gaoning"])
def test_head_office_roles_see_every_branch(request: Any, person: str) -> None:
    assert branch_ids_of(request.getfixturevalue(person)) is None


def test_the_auditor_changes_nothing(hezhen: Any, zhouhang: Any) -> None:
    assert may_change_things(hezhen) is False
    assert may_change_things(zhouhang) is True


def test_the_manager_of_the_branch_is_in_charge_else_the_service_manager(
    company: Any, zhengkai: Any, linjing: Any
) -> None:
    assert staff_in_charge(company.branch_a.pk) == [zhengkai.pk]
    assert staff_in_charge(company.branch_b.pk) == [linjing.pk]
    assert staff_in_charge(None) == [linjing.pk]


def test_a_token_is_shown_once_and_kept_as_a_digest(company: Any, gaoning: Any, now: Any) -> None:
    token, secret = issue_token(
        name="收银系统", scopes=["feedback:write"], branch=company.branch_a, by=gaoning.actor, at=now
    )
    assert secret not in str(ApiToken.objects.values().get())
    found = token_of(secret)
    assert found == token
    assert found.may("feedback:write")
    assert not found.may("cases:read")
    assert found.actor == Actor.machine(token.pk)


def test_a_revoked_token_opens_nothing_and_is_revoked_once(company: Any, gaoning: Any, now: Any) -> None:
    token, secret = issue_token(name="旧系统", scopes=[], branch=None, by=gaoning.actor, at=now)
    revoke_token(token, by=gaoning.actor, at=now)
    assert token_of(secret) is None
    with pytest.raises(SomebodyWasFaster):
        revoke_token(token, by=gaoning.actor, at=now)


def test_names_sort_by_pinyin(company: Any, now: Any) -> None:
    for number, name in enumerate(["周航", "陈默", "林静"]):
        hire(username=f"p{number}", name=name, role="agent", branch=company.head, by=SYSTEM, at=now)
    assert [staff.name for staff in Staff.objects.all()] == ["陈默", "林静", "周航"]
    assert pinyin_key("陈默") == "chen mo"
