"""A dish is late: the till tells it by the interface, and its own offer is on the customer's telephone. N1, D6, A8"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood import journal
from makegood.cases.models import Case
from makegood.cases.operations import make_tracking_link
from makegood.commitments.operations import Draft, define_calendar, draft_commitment, publish, review, sweep
from makegood.kit.actor import SYSTEM
from makegood.ledger.models import Transfer
from makegood.people.operations import issue_token
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Coupon, Offer
from tests.browser import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dishes_promised(company: Any, linjing: Any, suqing: Any) -> None:
    before, today = timezone.now() - timedelta(days=30), timezone.localdate()
    install_defaults(at=before)
    open_budgets([company.branch_a], [date(today.year, today.month, 1)], at=before, yuan_a_month=1_000)
    define_calendar(code="always", name="全天", week=["00:00-24:00"] * 7, by=linjing.actor, at=before)
    draft = Draft(
        "dishes", "上菜时间", "点单后 30 分钟内上齐菜，超时送您一张优惠券。", "always", "elapsed_seconds", 1_800,
        ["stage.dishes.started"], ["stage.dishes.ended"], is_guarantee=True, remedy_code="coupon",
    )  # fmt: skip
    version = draft_commitment(draft, by=linjing.actor, at=before)
    review(version, by=suqing.actor, at=before)
    publish(version, by=linjing.actor, at=before)


def tell(secret: str, *lines: dict[str, Any]) -> dict[str, Any]:
    body = "\n".join(json.dumps(line) for line in lines)
    answer = Client(headers={"Authorization": f"Bearer {secret}"}).post(
        "/api/v1/stages/bulk", body, content_type="application/x-ndjson"
    )
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_late_dish_brings_its_own_offer_to_the_customers_telephone_and_is_paid_for_once(
    dishes_promised: None, company: Any, zhouhang: Any, linjing: Any, visit: Any, enter: Any, work: Any
) -> None:
    _token, secret = issue_token(
        name="收银台", scopes=["encounters:write"], branch=company.branch_a, by=SYSTEM, at=timezone.now()
    )
    seated = timezone.now() - timedelta(minutes=45)
    about = {"kind": "visit", "reference": "V1", "branch": "a"}
    ordered = about | {
        "encounter_started_at": seated.isoformat(), "phone": "13800138000", "stage": "dishes",
        "started_at": (seated + timedelta(minutes=5)).isoformat(),
    }  # fmt: skip
    assert tell(secret, ordered)["taken"] == 1
    work()
    for _ in range(2):  # the sweep comes late, and twice
        sweep(at=timezone.now())
        work()
    case, offer = Case.objects.get(), Offer.objects.get()
    assert (case.source, offer.status) == ("internal", "offered")

    link = make_tracking_link(case, by=SYSTEM, at=timezone.now())
    customer = visit(size=PHONE, locale="zh-CN")
    page = customer.open(f"/t/{link}")
    section = page.locator(f"#offer-{offer.pk}")
    section.wait_for()
    customer.check_accessible()
    section.locator("button.primary").click()
    page.wait_for_load_state()
    work()
    offer.refresh_from_db()
    assert offer.status == "fulfilled"
    coupon = Coupon.objects.get()
    assert coupon.code in customer.open(f"/t/{link}").locator("main").inner_text()

    # The dishes came after all, late; told now, twice: nothing more is owed.
    served = about | {"stage": "dishes", "ended_at": (seated + timedelta(minutes=44)).isoformat()}
    assert [tell(secret, served)["taken"] for _ in range(2)] == [1, 0]
    work()
    sweep(at=timezone.now() + timedelta(hours=1))
    journal.drain_all(at=timezone.now() + timedelta(hours=1))
    assert (Offer.objects.count(), Coupon.objects.count()) == (1, 1)
    spent = [transfer for transfer in Transfer.objects.all() if transfer.kind == "spend"]
    assert len(spent) == 1
    customer.check_quiet()

    # What came in, and what could not be true, stands in the office.
    assert tell(secret, served | {"stage": "desert"})["held"] == 1
    for size in (DESK, PHONE):
        office = enter(linjing, size=size)
        shown = office.open("/office/stages/").locator("main").inner_text()
        assert "dishes" in shown
        office.check_accessible()
        office.page.locator("a.row-link").first.click()
        office.page.locator("text=desert").first.wait_for()
        office.check_accessible()
        office.check_quiet()
