"""The desk under the hands: keyboard, palette, drafts and double clicks, in a real Chromium."""

from __future__ import annotations

from typing import Any

import pytest

from makegood.cases.models import Case
from makegood.triage.models import Screening
from makegood.triage.operations import classify
from makegood.triage.tests.factories import channel, feedback
from tests.browser import PHONE
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def inbox(company: Any, now: Any) -> None:
    for text in ("快递一直没到，电话也没人接！", "店员特别耐心，必须表扬！"):
        classify(feedback(text, branch=company.branch_a, at=now, through=channel()), at=now)


def test_a_screener_never_leaves_the_keyboard(visit: Any, inbox: None, zhouhang: Any) -> None:
    here = visit()
    page = here.log_in("zhouhang", PASSWORD)
    here.open("/desk/triage")
    page.keyboard.press("Enter")
    page.wait_for_selector(".inbox-item.done")
    assert Screening.objects.count() == 1
    page.wait_for_selector(".inbox-item:not(.done)[aria-current=true]")
    page.keyboard.press("o")
    page.wait_for_selector("[data-overrule] select")
    page.locator("[data-overrule] select[name=nature]").select_option("suggestion")
    page.locator("[data-overrule] button").click()
    page.locator(".inbox-item.done").nth(1).wait_for()
    assert Screening.objects.latest("pk").overruled == ["nature"]
    page.locator(".inbox-item.done button").last.click()
    page.wait_for_selector(".inbox-item:not(.done)")
    here.check_accessible()
    here.check_quiet()


def test_the_palette_finds_a_case_and_opens_it(visit: Any, case: Case) -> None:
    here = visit()
    page = here.log_in("zhouhang", PASSWORD)
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill(case.number)
    page.wait_for_selector(f"#palette [role=option]:has-text('{case.number}')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case.pk}")
    here.check_quiet()


def test_a_draft_survives_leaving_and_a_double_click_sends_once(visit: Any, case: Case) -> None:
    here = visit()
    page = here.log_in("zhouhang", PASSWORD)
    here.open(f"/desk/cases/{case.pk}")
    page.locator("#id_body").fill("您的包裹今天发出。")
    page.locator("[data-draft-note]:not(:empty)").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    here.open("/desk/cases")
    here.open(f"/desk/cases/{case.pk}")
    assert page.locator("#id_body").input_value() == "您的包裹今天发出。"
    page.locator("#composer button.primary").dblclick()
    page.wait_for_selector(".toast.success")
    assert case.thread.messages.filter(kind="reply").count() == 1
    assert page.locator("#id_body").input_value() == ""
    here.check_accessible()
    here.check_quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_case_page_is_accessible_on_a_phone(visit: Any, case: Case, theme: str) -> None:
    here = visit(size=PHONE, theme=theme, locale="en-GB")
    page = here.log_in("zhouhang", PASSWORD)
    here.open(f"/desk/cases/{case.pk}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    here.check_accessible()
    here.open("/desk/styleguide")
    page.locator("button.promise").first.click()
    assert page.locator(".promise-details:popover-open").count() == 1
    here.check_accessible()
    here.check_quiet()
