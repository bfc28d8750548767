"""Hiring, moving, tokens."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.journal.models import Entry
from makegood.office.tests.conftest import SignedIn
from makegood.people.models import ApiToken, Staff

pytestmark = pytest.mark.django_db


def test_somebody_is_hired_and_can_sign_in(signed_in: SignedIn, gaoning: Any, company: Any) -> None:
    posted = {
        "name": "李雷", "username": "lilei", "role": "agent", "branch": company.branch_a.pk,
        "department": company.service.pk, "password": "a-long-password-1",
    }  # fmt: skip
    assert signed_in(gaoning).post("/office/people/new", posted)["Location"] == "/office/people/"
    made = Staff.objects.get(username="lilei")
    assert (made.name, made.branch, made.check_password("a-long-password-1")) == ("李雷", company.branch_a, True)
    assert Entry.objects.get(name="people.StaffHired", subject_id=made.pk).actor_id == gaoning.pk


def test_a_name_that_is_taken_is_said_beside_the_field(signed_in: SignedIn, gaoning: Any, zhouhang: Any) -> None:
    answer = signed_in(gaoning).post("/office/people/new", {"username": "zhouhang"})
    assert answer.status_code == 422
    assert "这个登录名已有人使用" in answer.content.decode()


def test_somebody_moves_to_another_branch(signed_in: SignedIn, gaoning: Any, zhouhang: Any, company: Any) -> None:
    posted = {"role": "team_lead", "branch": company.branch_b.pk, "department": company.service.pk}
    signed_in(gaoning).post(f"/office/people/{zhouhang.pk}", posted)
    zhouhang.refresh_from_db()
    assert (zhouhang.branch, zhouhang.role) == (company.branch_b, "team_lead")


def test_a_branch_manager_sees_only_their_own_people(
    signed_in: SignedIn, zhengkai: Any, zhouhang: Any, chenmo: Any
) -> None:
    page = signed_in(zhengkai).get("/office/people/").content.decode()
    assert "周航" in page
    assert "陈默" not in page
    assert "西湖店" not in page


def test_a_token_is_shown_once_and_never_again(signed_in: SignedIn, gaoning: Any) -> None:
    client = signed_in(gaoning)
    shown = client.post("/office/tokens/", {"name": "网上商城", "scopes": ["feedback:write"]}).content.decode()
    token = ApiToken.objects.get()
    assert "mg_" in shown
    assert token.scopes == ["feedback:write"]
    assert f'value="{token.prefix}' not in client.get("/office/tokens/").content.decode()


def test_a_token_is_revoked_once(signed_in: SignedIn, gaoning: Any) -> None:
    client = signed_in(gaoning)
    client.post("/office/tokens/", {"name": "网上商城", "scopes": ["feedback:write"]})
    token = ApiToken.objects.get()
    for _ in range(2):
        client.post(f"/office/tokens/{token.pk}/revoke")
    token.refresh_from_db()
    assert not token.is_active
    assert Entry.objects.filter(name="people.TokenRevoked").count() == 1
