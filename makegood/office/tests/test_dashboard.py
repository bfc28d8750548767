"""Every number of the dashboard opens exactly the rows that it counted. Journey 7"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from makegood import journal
from makegood.cases.operations import open_case
from makegood.intake.operations import open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.office.tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def lively(company: Any, now: Any) -> None:
    """Eight complaints and two praises at A, one complaint at B."""
    said = ["等了一个小时没人理，我要投诉"] * 8 + ["服务特别好，表扬小李"] * 2
    for code, branch, texts in (("a", company.branch_a, said), ("b", company.branch_b, said[:1])):
        channel = open_channel(code=code, name=branch.name, kind="web_form", branch=branch, by=SYSTEM, at=now)
        for n, text in enumerate(texts):
            at = now - timedelta(days=1)
            receive_feedback(channel=channel, key=str(n), text=f"{text}，第 {n} 位", by=SYSTEM, at=at)
    journal.drain_all(at=now)


def test_a_number_opens_as_many_rows_as_it_says(signed_in: SignedIn, linjing: Any, lively: None) -> None:
    client = signed_in(linjing)
    table = client.get("/office/").context["table"]
    n, href = table["whole"]
    assert n == 11
    assert len(client.get(href).context["lines"]) == 11
    for _name, cells, _total in table["rows"]:
        for counted, link in cells:
            assert len(client.get(link).context["lines"]) == counted


def test_a_branch_manager_counts_the_own_branch_only(signed_in: SignedIn, zhengkai: Any, lively: None) -> None:
    client = signed_in(zhengkai)
    n, href = client.get("/office/").context["table"]["whole"]
    assert (n, len(client.get(href).context["lines"])) == (10, 10)


def test_the_branch_of_the_address_narrows_every_number(
    signed_in: SignedIn, linjing: Any, company: Any, lively: None
) -> None:
    board = signed_in(linjing).get(f"/office/?branch={company.branch_b.pk}&days=7")
    assert board.context["table"]["whole"][0] == 1


def test_too_few_rows_are_said_to_be_too_few(signed_in: SignedIn, linjing: Any, lively: None) -> None:
    figures = signed_in(linjing).get("/office/").context["figures"]
    assert [bar.is_enough for bar, figure, _href, _bad in figures if figure.key == "satisfied"] == [False]


def test_the_dashboard_does_not_grow_with_its_rows(
    signed_in: SignedIn, linjing: Any, company: Any, lively: None, now: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for n in range(15):
        open_case(branch=company.branch_a, title=f"{n}", by=SYSTEM, at=now - timedelta(days=n))
    client = signed_in(linjing)
    with django_assert_max_num_queries(25):
        client.get("/office/?days=365")
    for rows in ("feedback", "cases", "promises", "ratings", "screenings", "transfers"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/office/rows/{rows}?days=365").status_code == 200


def test_open_cases_by_age_add_up_to_all_open_cases(signed_in: SignedIn, linjing: Any, company: Any, now: Any) -> None:
    for days in (0, 2, 5, 20, 60):
        open_case(branch=company.branch_a, title=f"{days}", by=SYSTEM, at=now - timedelta(days=days))
    client = signed_in(linjing)
    page = client.get("/office/")
    assert [bucket.n for bucket, _href in page.context["ages"]] == [1, 1, 1, 1, 1]
    assert len(client.get(page.context["all_open"]).context["lines"]) == 5


def test_rows_are_exported_as_they_were_counted(signed_in: SignedIn, linjing: Any, lively: None) -> None:
    client = signed_in(linjing)
    body = b"".join(client.get("/office/rows/feedback/export.csv?nature=praise").streaming_content).decode()
    assert body.count("\r\n") == 3
    assert client.get("/office/rows/feedback/export.xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_money_is_for_those_who_may_see_it(signed_in: SignedIn, gaoning: Any) -> None:
    assert signed_in(gaoning).get("/office/rows/transfers").status_code == 404
