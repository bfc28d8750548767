"""Every main page on phone and desk, light and dark, in Chinese and English: no axe violation, no console error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from makegood.cases.models import Case
from makegood.cases.operations import acknowledge, decide, make_tracking_link
from makegood.commitments.models import BusinessCalendar, Commitment
from makegood.handbook.operations import stock_shelf
from makegood.intake.models import Import
from makegood.intake.operations import import_channel, import_file, start_import
from makegood.kit.actor import SYSTEM
from makegood.ledger.models import Budget
from makegood.recovery.models import Offer, RemedyKind
from makegood.recovery.operations import Wanted, propose, send_offer
from makegood.triage.models import TriageItem
from tests.browser import DESK, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = {
    "phone-light-zh": (PHONE, "light", "zh-CN"),
    "phone-dark-en": (PHONE, "dark", "en-GB"),
    "desk-light-en": (DESK, "light", "en-GB"),
    "desk-dark-zh": (DESK, "dark", "zh-CN"),
}
ROWS = "留言编号,留言主题,留言时间,留言详情\n1,停水,2024/4/25,小区停水三天没有人解释\n2,坏,2024/2/30,日期不存在的一条\n"


@pytest.fixture
def paths(lived: Any, company: Any, zhouhang: Any, suqing: Any, tmp_path: Path) -> dict[str, list[str]]:
    """The house after some days of life; the addresses of its pages by who opens them."""
    at = timezone.now()
    stock_shelf(by=SYSTEM, at=at)
    first, offered, asked = Case.objects.order_by("pk")[11:14]
    coupon = RemedyKind.objects.get(code="refund_partial")
    for case, amount in ((offered, 3_000), (asked, 30_000)):
        acknowledge(case, body="已收到，非常抱歉。", by=zhouhang.actor, at=at)
        case.refresh_from_db()
        decide(
            case, fault="ours", severity="moderate", findings="查清了。", loss_minor=30_000, by=zhouhang.actor, at=at
        )
        case.refresh_from_db()
        offer = propose(case, [Wanted(coupon, amount, False, "")], by=zhouhang.actor, at=at)
        if offer.status == Offer.Status.PROPOSED:
            send_offer(offer, by=zhouhang.actor, at=at)
    token = make_tracking_link(Case.objects.get(pk=offered.pk), by=SYSTEM, at=at)
    file = tmp_path / "rows.csv"
    file.write_text(ROWS, encoding="utf-8")
    import_file(file, by=suqing.actor, at=at)
    start_import(
        channel=import_channel(by=SYSTEM, at=at), name="two.csv", data=ROWS.replace("1,", "9,").encode(),
        by=suqing.actor, at=at,
    )  # fmt: skip
    done, waiting = Import.objects.order_by("pk")
    item, promise = TriageItem.objects.filter(state="waiting").first(), Commitment.objects.get()
    assert item is not None
    desk = [
        "", "triage", f"triage/{item.pk}", "cases", f"cases/{first.pk}", f"cases/{offered.pk}", f"cases/{asked.pk}",
        f"cases/{first.pk}/do/decide", f"cases/{first.pk}/do/hand-off", f"cases/{offered.pk}/do/close", "approvals",
        "payouts", "notices", "styleguide",
    ]  # fmt: skip
    office = [
        "", "rows/feedback", "imports/", f"imports/{done.pk}", f"imports/{waiting.pk}", f"imports/{done.pk}/quarantine",
        "commitments/", "commitments/new", f"commitments/{promise.pk}", "verdicts/", "calendars/", "calendars/new",
        f"calendars/{BusinessCalendar.objects.get().pk}", "policy/", "budgets/",
        f"budgets/{Budget.objects.all()[0].pk}", "people/", "intake/", "screening/", "journal/",
    ]  # fmt: skip
    return {
        "linjing": [*(f"/desk/{path}" for path in desk), *(f"/office/{path}" for path in office)],
        "gaoning": ["/office/tokens/", "/office/webhooks/", "/office/outbox/"],
        "nobody": ["/", "/charter", "/f/web", f"/t/{token}", "/t/forged", "/accounts/login/", "/api/v1/docs"],
    }


def walk(here: Visit, paths: list[str], found: dict[str, Any]) -> None:
    """Open each page; what axe and the console say is kept under its address."""
    for path in paths:
        here.errors.clear()
        answer = here.page.goto(here.address + path)
        expected = 404 if path == "/t/forged" else 200
        if answer is None or answer.status != expected:
            found[path] = answer.status if answer else "no answer"
            continue
        try:
            here.check_accessible()
        except AssertionError as problem:
            found[path] = str(problem)
        loud = [said for said in here.errors if "404" not in said]
        wide = here.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if loud or wide > 0:
            found[f"{path} (console, width)"] = (loud, wide)


@pytest.mark.parametrize("look", LOOKS)
def test_every_main_page_is_accessible_quiet_and_fits_the_screen(
    visit: Any, enter: Any, linjing: Any, gaoning: Any, paths: dict[str, list[str]], look: str
) -> None:
    size, theme, locale = LOOKS[look]
    found: dict[str, Any] = {}
    for staff in (linjing, gaoning):
        walk(enter(staff, size=size, theme=theme, locale=locale), paths[staff.username], found)
    walk(visit(size=size, theme=theme, locale=locale), paths["nobody"], found)
    assert settings.LANGUAGE_CODE == "zh-hans"
    assert found == {}
