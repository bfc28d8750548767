"""Journey 3: Zhou Hang tells feedback apart with the keyboard alone. B1, B5"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from makegood import journal
from makegood.cases.models import Case
from makegood.intake.operations import open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.triage.models import Screening, TriageItem, Verdict

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = {
    "angry": "我要投诉！退款十天了还没到账，客服态度极差，再不处理就打12315！",
    "praise": "店员特别耐心，必须表扬！",
    "question": "请问你们周末几点开门？可以预约吗？",
}


@pytest.fixture
def items(company: Any, zhouhang: Any) -> dict[str, TriageItem]:
    at = timezone.now()
    web = open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=at)
    for key, text in SAID.items():
        receive_feedback(channel=web, key=key, text=text, contacts=[], customer_name="", by=SYSTEM, at=at)
    journal.drain_all(at=at)
    return {key: TriageItem.objects.get(feedback__arrival__key=key) for key in SAID}


def test_a_screener_agrees_overrules_and_undoes_without_touching_the_mouse(
    enter: Any, zhouhang: Any, items: dict[str, TriageItem]
) -> None:
    angry, praise, question = items["angry"], items["praise"], items["question"]
    assert (angry.nature, praise.nature, question.nature) == ("complaint", "praise", "enquiry")
    here = enter(zhouhang)
    page = here.open("/desk/triage")
    rows = page.locator(".inbox-item")
    assert rows.count() == 3
    # The pressing one stands first and is chosen already, with the words that decided.
    chosen = page.locator(".inbox-item[aria-current=true]")
    assert chosen.get_attribute("id") == f"item-{angry.pk}"
    page.keyboard.press("j")
    second = chosen.get_attribute("id")
    assert second != f"item-{angry.pk}"
    page.keyboard.press("k")
    assert chosen.get_attribute("id") == f"item-{angry.pk}"

    page.keyboard.press("Enter")  # agree
    page.locator(f"#item-{angry.pk}.done").wait_for()
    assert TriageItem.objects.get(pk=angry.pk).state == "screened"
    page.keyboard.press("u")  # a slip: take it back
    page.locator(f"#item-{angry.pk}:not(.done)").wait_for()
    assert TriageItem.objects.get(pk=angry.pk).state == "waiting"
    page.keyboard.press("Enter")
    page.locator(f"#item-{angry.pk}.done").wait_for()

    while chosen.get_attribute("id") != f"item-{question.pk}":
        page.keyboard.press("j")
    page.keyboard.press("o")  # the machine is wrong here
    nature = page.locator(f"#overrule-{question.pk} select[name=nature]")
    nature.wait_for()
    page.locator(f"#overrule-{question.pk} select[name=nature]:focus").wait_for()
    page.keyboard.press("Home")
    for _ in range(nature.locator("option").count()):
        if nature.input_value() == "suggestion":
            break
        page.keyboard.press("ArrowDown")
    assert nature.input_value() == "suggestion"
    page.keyboard.press("Enter")
    page.locator(f"#item-{question.pk}.done").wait_for()
    assert "已改判" in page.locator(f"#item-{question.pk}").inner_text()

    decided = TriageItem.objects.get(pk=question.pk)
    assert (decided.state, decided.nature) == ("screened", "suggestion")
    standing = Screening.objects.get(item=question)
    assert (standing.staff, standing.overruled) == (zhouhang, ["nature"])
    assert Verdict.objects.filter(item=question).count() == 1  # the machine's word stays beside the person's
    undone = Screening.objects.filter(item=angry, undone_at__isnull=False)
    assert (undone.count(), Screening.objects.filter(item=angry).count()) == (1, 2)
    assert Case.objects.filter(feedback=angry.feedback).count() == 1  # screened twice, one case
    here.check_quiet()


def test_the_agreement_rate_counts_what_people_left_as_it_was(
    enter: Any, zhouhang: Any, linjing: Any, items: dict[str, TriageItem]
) -> None:
    from makegood.triage.operations import screen

    at = timezone.now()
    screen(items["angry"], by=zhouhang.actor, at=at)
    screen(items["praise"], by=zhouhang.actor, at=at)
    screen(items["question"], by=zhouhang.actor, at=at, decided={"nature": "suggestion"})
    here = enter(linjing)
    page = here.open("/desk/triage")
    shown = page.locator(".agreement").inner_text()
    assert "3" in shown  # three judged: too few for a rate, and it says so
    page = here.open("/office/screening/")
    assert "2" in page.locator("main").inner_text()
    here.check_accessible()
    here.check_quiet()


def test_many_are_agreed_with_at_once_and_taken_back_at_once(
    enter: Any, zhouhang: Any, items: dict[str, TriageItem]
) -> None:
    here = enter(zhouhang)
    page = here.open("/desk/triage")
    for _ in range(3):
        page.keyboard.press("x")
        page.keyboard.press("j")
    page.locator(".bulk button.primary").click()
    page.locator(".toast form").wait_for()
    assert TriageItem.objects.filter(state="screened").count() == 3
    page.locator(".toast form button").click()
    page.wait_for_load_state()
    page.locator(".inbox-item").first.wait_for()
    assert TriageItem.objects.filter(state="waiting").count() == 3
    here.check_quiet()


def test_chen_mo_of_the_other_branch_sees_none_of_it(enter: Any, chenmo: Any, items: dict[str, TriageItem]) -> None:
    here = enter(chenmo)
    page = here.open("/desk/triage")
    assert page.locator(".inbox-item").count() == 0
    answer = page.goto(f"{here.address}/desk/triage/{items['angry'].pk}")
    assert answer is not None
    assert answer.status == 404
