"""Journeys 5 and 6: a complaint from a phone, made good by four people, judged by the customer. A1–A12, N1"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from makegood.cases.models import Case, HandOff, Rating
from makegood.handbook.operations import stock_shelf
from makegood.intake.models import Feedback
from makegood.intake.operations import open_channel
from makegood.kit.actor import SYSTEM
from makegood.ledger.models import Budget, Transfer
from makegood.ledger.queries import balance_of
from makegood.people.operations import hire
from makegood.recovery.demo import install_defaults, open_budgets
from makegood.recovery.models import Fulfilment, Offer
from tests.browser import PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "我要投诉！8 月 3 日下单的货到现在没收到，客服一直推脱，请尽快给个说法。"


@pytest.fixture
def house(company: Any) -> Any:
    """Policy, this month's budget of ¥1,000 at 静安店, the handbook, a form."""
    at = timezone.now() - timedelta(days=1)
    install_defaults(at=at)
    stock_shelf(by=SYSTEM, at=at)
    today = timezone.localdate()
    open_budgets([company.branch_a], [date(today.year, today.month, 1)], at=at, yuan_a_month=1_000)
    open_channel(code="jingan", name="静安店表单", kind="web_form", branch=company.branch_a, by=SYSTEM, at=at)
    return company


@pytest.fixture
def guhai(house: Any) -> Any:
    """顾海 of the logistics department at the same branch."""
    return hire(
        username="guhai", name="顾海", role="agent", branch=house.branch_a, department=house.logistics,
        password="a-password-for-tests", by=SYSTEM, at=timezone.now(),
    )  # fmt: skip


def complain(visit: Any, work: Any) -> tuple[Visit, Case, str]:
    """Wang Fang writes on her phone; the page she gets becomes the page of her case."""
    customer: Visit = visit(size=PHONE)
    page = customer.open("/f/jingan")
    page.fill("#id_text", WORDS)
    page.locator("details.more summary").click()
    page.fill("#id_contact", "13800138000")
    page.fill("#id_name", "王芳")
    customer.check_accessible()
    page.locator(".send-bar button").click()
    page.wait_for_url(re.compile(r"/r/"))
    assert WORDS in page.locator("blockquote").inner_text()
    customer.check_accessible()
    work()
    page.reload()
    page.wait_for_url(re.compile(r"/t/"))
    case = Case.objects.get()
    assert Feedback.objects.get().pk == case.feedback_id
    return customer, case, page.url.removeprefix(customer.address)


def press(here: Visit, selector: str) -> None:
    """Press what leads to another page, and be there."""
    with here.page.expect_navigation():
        here.page.locator(selector).first.click()


def decide_and_propose(here: Visit, case: Case, *, yuan: str) -> Offer:
    page = here.open(f"/desk/cases/{case.pk}/do/decide")
    page.check("input[name=fault][value=ours]")
    page.select_option("#id_severity", "serious")
    page.fill("#id_loss", "120")
    page.fill("#id_findings", "包裹在分拨中心丢失，是我们的责任。")
    press(here, "main form button.primary")
    press(here, f".next-step a[href$='/cases/{case.pk}/offer']")
    refund = page.locator("input[name^=pick_refund]").first
    code = (refund.get_attribute("name") or "").removeprefix("pick_")
    for box in page.locator("input[name^=pick_]:checked").all():
        if box.get_attribute("name") not in (f"pick_{code}", "pick_apology_letter"):
            box.uncheck()
    refund.check()
    page.fill(f"#id_amount_{code}", yuan)
    here.check_accessible()
    press(here, "main form button.primary")
    return Offer.objects.get(case=case)


def test_from_a_phone_through_four_pairs_of_hands_to_money_paid_once_and_a_case_reopened(
    visit: Any, enter: Any, work: Any, zhouhang: Any, zhengkai: Any, guhai: Any, wumin: Any, chenmo: Any, house: Any
) -> None:
    customer, case, link = complain(visit, work)
    assert case.owner == zhouhang
    budget = Budget.objects.get(branch=house.branch_a, unit="CNY")

    # Another branch finds nothing.
    stranger = enter(chenmo)
    for path in (f"/desk/cases/{case.pk}", f"/desk/cases/{case.number}/", f"/desk/cases/{case.pk}/offer"):
        answer = stranger.page.goto(stranger.address + path)
        assert answer is not None
        assert answer.status == 404

    # Zhou Hang acknowledges with the one primary button, then answers from a template.
    agent = enter(zhouhang)
    page = agent.open(f"/desk/cases/{case.pk}")
    agent.check_accessible()
    press(agent, ".next-step a.primary")
    assert page.locator("input[name=kind][value=acknowledgement]").is_checked()
    fill_gaps(page)
    press(agent, "#composer button.primary")
    case.refresh_from_db()
    assert case.status == "acknowledged"
    page.keyboard.press("r")
    page.locator("#template").select_option(index=1)
    assert page.locator("#id_body").input_value() != ""
    fill_gaps(page)
    press(agent, "#composer button.primary")
    assert case.thread.messages.filter(kind="reply").count() == 1
    assert "{{" not in case.thread.messages.get(kind="reply").body

    # A word among colleagues; the customer sees only the answers.
    page.keyboard.press("n")
    page.fill("#id_body", "疑似分拨中心丢件，只给同事看。")
    press(agent, "#composer button.primary")
    customer.open(link)
    letters = customer.page.locator(".letters").inner_text()
    assert "只给同事看" not in letters
    assert "周航" in letters
    customer.check_accessible()

    # To logistics, who accept: the owner changes only then.
    page = agent.open(f"/desk/cases/{case.pk}/do/hand-off")
    page.select_option("#id_department", str(house.logistics.pk))
    page.fill("#id_reason", "请查包裹在哪里")
    press(agent, "main form button.primary")
    case.refresh_from_db()
    assert case.owner == zhouhang
    mover = enter(guhai)
    mover.open(f"/desk/cases/{case.pk}")
    assert "请查包裹在哪里" in mover.page.locator(".next-step").inner_text()
    press(mover, ".next-step form button.primary")
    case.refresh_from_db()
    assert (case.owner, HandOff.objects.get().state) == (guhai, "accepted")

    # ¥100 is above an agent's limit: Zheng Kai must agree, and only then the customer sees it.
    offer = decide_and_propose(mover, case, yuan="100")
    assert offer.status == "waiting_for_approval"
    assert balance_of(budget).reserved == 10_000
    customer.open(link)
    assert customer.page.locator(".offer.open").count() == 0
    approver = enter(zhengkai)
    approver.open("/desk/approvals")
    assert "100" in approver.page.locator("article").inner_text()
    approver.check_accessible()
    press(approver, "form[action$='/agree'] button")
    work()

    # The customer reads it in Chinese and, with the same link, in English; accepts on the phone.
    page = customer.open(link)
    assert page.locator(".offer.open").count() == 1
    assert "100" in page.locator(".offer.open").inner_text()
    customer.check_accessible()
    abroad: Visit = visit(size=PHONE, locale="en-GB")
    abroad.open(link)
    assert "Our proposal" in abroad.page.locator("main").inner_text()
    abroad.check_accessible()
    press(customer, ".offer.open form button.primary")
    work()
    offer.refresh_from_db()
    assert offer.status == "fulfilling"  # the letter and the money are on their way
    # The other screen is old now: it says so and nothing changes.
    abroad.page.locator(".offer.open details summary").click()
    press(abroad, ".offer.open details form button")
    assert abroad.page.locator(".toast, .notice").first.inner_text() != ""
    offer.refresh_from_db()
    assert offer.status == "fulfilling"

    # Finance pays; the finger slips.
    payer = enter(wumin)
    page = payer.open("/desk/payouts")
    payer.check_accessible()
    page.fill("input[name=reference]", "BANK-7781")
    page.locator("form[action$='/pay'] button").dblclick()
    page.locator(".toast").first.wait_for()
    work()
    paid = Fulfilment.objects.get(option__remedy__fulfilment="payout")
    assert (paid.state, paid.reference) == ("done", "BANK-7781")
    assert Transfer.objects.filter(kind="spend", unit="CNY").count() == 1
    left = balance_of(budget)
    assert (left.spent, left.reserved, left.available) == (10_000, 0, 90_000)

    mover.open(f"/desk/cases/{case.pk}/do/close")
    press(mover, "main form button.primary, main form button.grave")
    work()
    case.refresh_from_db()
    assert case.status == "closed"

    # One question; a bad answer reopens the case, and its owner hears of it.
    page = customer.open(link)
    page.locator("#rating label.face").first.click()
    page.fill("#comment", "拖得太久了")
    customer.check_accessible()
    press(customer, "#rating button.primary")
    assert "我们已重新开始处理" in page.inner_text("body")
    work()
    case.refresh_from_db()
    assert (Rating.objects.get().score, case.status, case.is_ended) == (1, "investigating", False)
    assert guhai.notices.filter(kind="case.reopened").exists()
    for person in (customer, abroad, agent, mover, approver, payer):
        assert [said for said in person.errors if "404" not in said] == []


def fill_gaps(page: Any) -> None:
    """The writer fills what the template left open."""
    body = page.locator("#id_body")
    body.fill(re.sub(r"\{\{\s*\w+\s*\}\}", "11 月 25 日", body.input_value()))


def test_an_old_second_tab_says_what_changed_and_keeps_every_word(
    visit: Any, enter: Any, work: Any, zhouhang: Any, zhengkai: Any, house: Any
) -> None:
    _customer, case, _link = complain(visit, work)
    first, second = enter(zhouhang), enter(zhengkai)
    first.open(f"/desk/cases/{case.pk}")
    second.open(f"/desk/cases/{case.pk}")
    second.page.fill("#id_body", "我这边已经查到包裹，明天送达。")
    first.page.check("input[name=kind][value=acknowledgement]", force=True)
    first.page.fill("#id_body", "王女士您好，已收到，非常抱歉。")
    press(first, "#composer button.primary")
    press(second, "#composer button.primary")
    told = second.page.locator(".notice.warning")
    assert "您写的内容都在" in told.inner_text()
    assert second.page.locator("#id_body").input_value() == "我这边已经查到包裹，明天送达。"
    assert case.thread.messages.filter(kind="reply").count() == 0
    press(second, "#composer button.primary")  # having looked, once more
    assert case.thread.messages.get(kind="reply").body == "我这边已经查到包裹，明天送达。"
    case.refresh_from_db()
    assert case.first_answered_at is not None


def test_a_forged_link_and_an_expired_one_each_say_what_to_do(visit: Any, work: Any, zhouhang: Any, house: Any) -> None:
    customer, case, link = complain(visit, work)
    for locale, forged, gone in (
        ("zh-CN", "没有找到这个链接", "链接已失效"),
        ("en-GB", "We do not know this link", "has expired"),
    ):
        here: Visit = visit(size=PHONE, locale=locale)
        answer = here.page.goto(f"{here.address}{link[:-4]}AAAA")
        assert answer is not None
        assert answer.status == 404
        assert case.number not in here.page.content()
        here.check_accessible()
        assert forged in here.page.locator("main").inner_text()
        case.links.update(expires_at=timezone.now() - timedelta(days=1))
        answer = here.page.goto(here.address + link)
        assert answer is not None
        assert answer.status == 410
        assert case.number not in here.page.content()
        here.check_accessible()
        assert gone in here.page.locator("main").inner_text()
        case.links.update(expires_at=timezone.now() + timedelta(days=1))
    assert customer.errors == []


def test_a_form_filled_without_a_network_is_sent_once_when_it_is_back(
    visit: Any, work: Any, zhouhang: Any, house: Any
) -> None:
    customer: Visit = visit(size=PHONE)
    page = customer.open("/f/jingan")
    page.fill("#id_text", WORDS)
    page.context.set_offline(True)
    page.locator(".send-bar button").click()
    page.locator("[data-send-note]:visible").wait_for()
    assert Feedback.objects.count() == 0
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/r/"))
    assert Feedback.objects.count() == 1
    assert Feedback.objects.get().text == WORDS
