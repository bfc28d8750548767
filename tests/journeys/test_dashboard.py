"""Journey 7: Lin Jing reads how it went; every number opens exactly the rows it counted. G1, G2"""

from __future__ import annotations

import re
from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.commitments.models import ClockVerdict
from makegood.intake.models import Feedback
from tests.browser import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = re.compile(r"\d+")


def rows_at(here: Any, href: str) -> int:
    """Follow the link as the manager would and count the rows."""
    page = here.page
    page.goto(here.address + href if href.startswith("/") else href)
    found: int = page.locator("main table tbody tr").count()
    return found


def test_every_number_on_the_dashboard_opens_as_many_rows_as_it_says(enter: Any, linjing: Any, lived: None) -> None:
    here = enter(linjing)
    page = here.open("/office/")
    here.check_accessible()
    text = page.locator("main").inner_text()
    cells = {
        link.get_attribute("href"): int(link.inner_text())
        for link in page.locator("table.counts tbody a, table.counts tfoot a").all()
    }
    ages = {
        link.get_attribute("href"): int(NUMBER.findall(link.inner_text())[-1])
        for link in page.locator("section[aria-labelledby=ages] .sheet-body a").all()
    }
    opened = page.locator("section[aria-labelledby=ages] .sheet-head a")
    open_cases = {opened.get_attribute("href"): int(NUMBER.findall(opened.inner_text())[0])}
    broken_link = page.locator("section[aria-labelledby=each] a[href*='outcome=broken'], .promise-row a.small").first
    broken = {broken_link.get_attribute("href"): int(NUMBER.findall(broken_link.inner_text())[0])}

    assert Feedback.objects.count() == 19
    assert cells[page.locator("table.counts tfoot a").last.get_attribute("href")] == 19
    assert sum(ages.values()) == next(iter(open_cases.values())) == Case.objects.exclude(status="closed").count()
    assert next(iter(broken.values())) == ClockVerdict.objects.filter(outcome="broken").count() == 5
    assert "%" in text  # 9 of 14 kept: enough for a share and its interval
    for href, told in {**cells, **ages, **open_cases, **broken}.items():
        assert rows_at(here, href) == told, href
    # And the rows lead on to the case behind them.
    page.locator("main table tbody tr a[data-open]").first.click()
    page.wait_for_url(re.compile(r"/desk/"))
    here.check_quiet()


def test_a_branch_manager_sees_only_their_own_numbers_and_an_agent_no_office(
    enter: Any, chenmo: Any, hezhen: Any, company: Any, lived: None
) -> None:
    stranger = enter(chenmo)
    answer = stranger.page.goto(f"{stranger.address}/office/")
    assert answer is not None
    assert answer.status == 403
    for size in (DESK, PHONE):
        auditor = enter(hezhen, size=size, locale="en-GB", theme="dark")
        page = auditor.open("/office/")
        assert page.locator("table.counts tfoot a").last.inner_text() == "19"
        auditor.check_accessible()
        auditor.check_quiet()


def test_the_rows_behind_a_number_leave_as_a_table(enter: Any, linjing: Any, lived: None) -> None:
    here = enter(linjing)
    page = here.open("/office/")
    href = page.locator("table.counts tfoot a").last.get_attribute("href")
    page.goto(here.address + str(href))
    with page.expect_download() as download:
        page.locator("a[href*='export.csv']").click()
    lines = download.value.path().read_text("utf-8-sig").strip().splitlines()
    assert len(lines) == 20
