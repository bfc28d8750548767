"""Journey 4: Lin Jing writes promises down; history is measured by them, live cases drain under them. D1, D5"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from makegood.cases.models import Case
from makegood.commitments.models import BusinessCalendar, Clock, ClockVerdict, Commitment, CommitmentVersion
from makegood.intake.operations import import_file, open_channel, receive_feedback
from makegood.kit.actor import SYSTEM
from makegood.notices.models import Notice
from tests.browser import DESK, PHONE, Visit
from tests.journeys.conftest import CITIZEN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Asked on Thursday 25 April 2024: the make-up Sundays and Saturdays count and Labour Day's five days do not, so the
# fifteenth working day is Friday 17 May. Without the announced days it would be another.
HISTORY = (
    "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
    "1,U1,停水,2024/4/25 9:00:00,小区停水三天没有人解释原因,已安排维修,2024/5/17 23:30:00\n"
    "2,U2,噪音,2024/4/25 9:00:00,楼下广场舞噪音扰民太久了,已劝离,2024/5/18 0:30:00\n"
    "3,U3,路灯,2024/4/25 9:00:00,路灯坏了一个月没人来修理,,\n"
    "4,U4,绿化,2024/6/3 9:00:00,希望小区门口多种一些树,好的,2024/6/3 15:00:00\n"
)


def make_calendar(here: Visit) -> None:
    page = here.open("/office/calendars/new")
    page.fill("#id_name", "政务日历")
    page.fill("#id_code", "gov")
    page.locator("#year").wait_for()
    page.click("#calendar-form button.primary")
    page.wait_for_url("**/office/calendars/")
    assert "政务日历" in page.locator("main").inner_text()


def draft(here: Visit, **told: Any) -> Commitment:
    page = here.open("/office/commitments/new")
    for name in ("name", "code", "statement_zh_hans", "budget"):
        page.fill(f"#id_{name}", str(told[name]))
    page.select_option("#id_unit", told["unit"])
    page.select_option("#id_calendar", "gov")
    page.locator("details:has(#id_starts_on) > summary").click()
    page.select_option("#id_starts_on", told["starts_on"])
    page.select_option("#id_stops_on", told["stops_on"])
    for box in (*told.get("natures", ()), *told.get("urgencies", ())):
        page.check(f"input[type=checkbox][value={box}]")
    page.click("main form.stack button.primary")
    page.wait_for_url(re.compile(r"/office/commitments/\d+$"))
    return Commitment.objects.get(code=told["code"])


def publish(author: Visit, other: Visit, commitment: Commitment, *, since: str = "") -> CommitmentVersion:
    """A second pair of eyes reads it, then it is published."""
    other.open(f"/office/commitments/{commitment.pk}").click("form[action$='/review'] button")
    other.page.wait_for_load_state()
    author.page.once("dialog", lambda dialog: dialog.accept())
    page = author.open(f"/office/commitments/{commitment.pk}")
    if since:
        page.fill("#id_effective_on", since)
    if page.locator("#id_despite").count():  # history says that it would miss its aim
        page.fill("#id_despite", "下月增加人手")
    page.click("form[action$='/publish'] button")
    page.locator("form[action$='/withdraw']").wait_for(state="attached")
    return commitment.versions.get(state="published")


ANSWER = {
    "name": "十五个工作日答复", "code": "answer-15wd", "statement_zh_hans": "公开留言 15 个工作日内答复。",
    "budget": 15, "unit": "working_days", "starts_on": "feedback.received", "stops_on": "feedback.answered",
}  # fmt: skip
URGENT = {
    "name": "紧急投诉一个工作日", "code": "urgent-1wd", "statement_zh_hans": "紧急投诉 1 个工作日内答复。", "budget": 1,
    "unit": "working_days", "starts_on": "case.opened", "stops_on": "case.answered",
    "natures": ["complaint"], "urgencies": ["urgent"],
}  # fmt: skip


def measure(here: Visit, version: CommitmentVersion, work: Any) -> str:
    """Press measure, let the worker work, and give back what the promise's page says."""
    page = here.open(f"/office/commitments/{version.commitment_id}")
    page.click("form[action$='/measure'] button")
    page.locator("#measuring progress, #measuring form").first.wait_for(state="attached")
    work()
    page = here.open(f"/office/commitments/{version.commitment_id}")
    return page.locator("main").inner_text()


def test_promises_written_in_the_office_are_run_over_history_and_drain_on_live_cases(
    enter: Any, linjing: Any, suqing: Any, zhouhang: Any, company: Any, work: Any, tmp_path: Path
) -> None:
    file = tmp_path / "history.csv"
    file.write_text(HISTORY, encoding="utf-8")
    import_file(file, by=suqing.actor, at=timezone.now())
    work()
    told_before = Notice.objects.count()
    author, other = enter(linjing), enter(suqing)
    make_calendar(author)
    assert BusinessCalendar.objects.get().code == "gov"
    answer = publish(author, other, draft(author, **ANSWER), since="2024-01-01")
    urgent = publish(author, other, draft(author, **URGENT))
    assert (answer.budget, answer.budget_kind, urgent.scope) == (
        15, "working_days", {"natures": ["complaint"], "urgencies": ["urgent"]},
    )  # fmt: skip
    assert answer.statement_zh_hant == "公開留言 15 個工作日內答覆。"

    shown = measure(author, answer, work)
    assert "2 次兑现" in shown
    assert "2 次违诺" in shown
    verdicts = dict(Clock.objects.filter(commitment=answer.commitment_id).values_list("subject_id", "state"))
    assert sorted(verdicts.values()) == ["broken", "broken", "kept", "kept"]
    due = {clock.due_at.isoformat() for clock in Clock.objects.filter(started_at__month=4)}
    assert due == {"2024-05-17T16:00:00+00:00"}  # the end of Friday 17 May in Shanghai
    assert Notice.objects.count() == told_before  # measuring history tells and owes nobody anything
    author.check_accessible()

    # The numbers open the rows behind them.
    author.page.locator("a[href*='outcome=broken']").click()
    author.page.locator("table tbody tr").first.wait_for()
    assert author.page.locator("table tbody tr").count() == ClockVerdict.objects.filter(outcome="broken").count() == 2

    web = open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=timezone.now())
    receive_feedback(
        channel=web, key="k1", text="我要投诉！退款十天了还没到账，再不处理就打12315！",
        contacts=[("phone", "13700001111")], customer_name="王芳", by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    work()
    case = Case.objects.get()
    clock = Clock.objects.get(subject_kind="case", subject_id=case.pk)
    assert clock.version_id == urgent.pk
    for size in (DESK, PHONE):
        agent = enter(zhouhang, size=size)
        page = agent.open(f"/desk/cases/{case.pk}")
        chip = page.locator(".case-title .promise").filter(has_text="紧急投诉 1 个工作日内答复")
        assert chip.get_attribute("data-state") in {"running", "due_soon"}
        chip.click()
        details = page.locator(".promise-details:popover-open")
        assert "按工作时间计" in details.inner_text()
        agent.check_quiet()
    for person in (author, other):
        person.check_quiet()


@pytest.mark.skipif(not CITIZEN.exists(), reason="the real messages are not on this machine")
def test_2816_real_messages_kept_2103_and_broke_713(
    enter: Any, linjing: Any, suqing: Any, company: Any, work: Any
) -> None:
    import_file(CITIZEN, by=suqing.actor, at=timezone.now())
    work()
    author, other = enter(linjing), enter(suqing)
    make_calendar(author)
    version = publish(author, other, draft(author, **ANSWER), since="2004-01-01")
    shown = measure(author, version, work).replace(",", "")
    assert "2103" in shown
    assert "713" in shown
    assert "74.7%" in shown or "75%" in shown
    states = list(Clock.objects.values_list("state", flat=True))
    assert (states.count("kept"), states.count("broken"), len(states)) == (2103, 713, 2816)
    author.check_quiet()
