"""Who may enter which page, and that no page asks the database more the more there is. ISO 10002 8.1; DESIGN §4"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from makegood.office.tests.conftest import SignedIn

pytestmark = pytest.mark.django_db
PAGES = [
    "", "imports/", "commitments/", "commitments/new", "verdicts/", "calendars/", "calendars/new", "policy/", "people/",
    "journal/", "outbox/", "intake/", "screening/", "rows/feedback", "rows/promises", "rows/cases", "rows/ratings",
    "rows/screenings",
]  # fmt: skip


@pytest.mark.parametrize("page", [*PAGES, "budgets/", "tokens/", "webhooks/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, company: Any, page: str) -> None:
    answer = client.get(f"/office/{page}")
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next=/office/{page}")


@pytest.mark.parametrize("page", [*PAGES, "budgets/", "tokens/", "webhooks/", "people/new", "policy/new"])
def test_an_agent_has_no_business_in_the_office(signed_in: SignedIn, zhouhang: Any, page: str) -> None:
    assert signed_in(zhouhang).get(f"/office/{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_few_questions(
    signed_in: SignedIn, linjing: Any, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(linjing)
    with django_assert_max_num_queries(25):
        assert client.get(f"/office/{page}").status_code == 200


@pytest.mark.parametrize("page", ["tokens/", "webhooks/", "people/new", "journal/", "intake/"])
def test_the_administrator_runs_the_machines(signed_in: SignedIn, gaoning: Any, page: str) -> None:
    assert signed_in(gaoning).get(f"/office/{page}").status_code == 200


@pytest.mark.parametrize("page", ["", "journal/", "budgets/", "policy/", "commitments/", "imports/", "intake/"])
def test_an_auditor_reads_everything(signed_in: SignedIn, hezhen: Any, page: str) -> None:
    assert signed_in(hezhen).get(f"/office/{page}").status_code == 200


@pytest.mark.parametrize(
    "page", ["calendars/new", "commitments/new", "people/new", "imports/", "tokens/", "budgets/new", "policy/new"]
)
def test_an_auditor_changes_nothing(signed_in: SignedIn, hezhen: Any, page: str) -> None:
    assert signed_in(hezhen).post(f"/office/{page}", {}).status_code == 403


def test_a_branch_manager_does_not_see_the_numbers_of_the_whole_house(signed_in: SignedIn, zhengkai: Any) -> None:
    assert signed_in(zhengkai).get("/office/intake/").status_code == 403


@pytest.mark.parametrize("page", ["imports/999999", "commitments/99", "calendars/99", "budgets/99", "rows/nothing"])
def test_what_does_not_exist_is_not_found(signed_in: SignedIn, linjing: Any, page: str) -> None:
    assert signed_in(linjing).get(f"/office/{page}").status_code == 404
