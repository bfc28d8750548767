"""Naming whom a complaint is about: they lose it at once, and somebody else answers for it. DESIGN §4, E7, A10"""

from __future__ import annotations

from typing import Any

import pytest

from makegood import journal
from makegood.cases import operations as do
from makegood.cases.models import Case, CaseMove
from makegood.cases.permissions import may_accuse, visible_to
from makegood.cases.queries import waiting_for
from makegood.intake.operations import open_channel, receive_feedback
from makegood.intake.permissions import visible_to as visible_feedback
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, NotAllowed, Refusal
from makegood.notices.models import Notice
from makegood.notices.operations import tell
from makegood.people.models import Branch
from makegood.people.operations import hire, open_branch
from makegood.triage.models import TriageItem
from makegood.triage.operations import accuse as accuse_in_item
from makegood.triage.operations import classify, screen
from makegood.triage.permissions import visible_to as visible_items

pytestmark = pytest.mark.django_db


def somebody(username: str, name: str, role: str, branch: Any, now: Any, department: Any = None) -> Any:
    return hire(username=username, name=name, role=role, branch=branch, department=department, by=SYSTEM, at=now)


@pytest.fixture
def lead(company: Any, now: Any) -> Any:
    return somebody("tanglei", "唐磊", "team_lead", company.branch_a, now, company.service)


@pytest.fixture
def feedback(company: Any, now: Any) -> Any:
    channel = open_channel(code="web", name="网站", kind="web_form", branch=company.branch_a, by=SYSTEM, at=now)
    text = "周航态度恶劣，当众骂人，我要投诉！"
    return receive_feedback(channel=channel, key="1", text=text, customer_name="王芳", by=SYSTEM, at=now).feedback


@pytest.fixture
def case(feedback: Any, company: Any, zhouhang: Any, now: Any) -> Case:
    return do.open_case(feedback=feedback, department=company.service, owner=zhouhang, by=SYSTEM, at=now)


def test_the_accused_owner_loses_the_case_at_once_and_a_row_says_so(
    case: Case, zhouhang: Any, lead: Any, now: Any
) -> None:
    do.accuse(case, zhouhang, reason="顾客点名说他骂人。", by=lead.actor, at=now)
    now_it = Case.objects.get(pk=case.pk)
    assert (now_it.accused, now_it.owner) == (zhouhang, lead)
    assert list(CaseMove.objects.filter(case=case).order_by("pk").values_list("verb", "detail", "reason")) == [
        ("open_case", "", ""), ("accuse", "周航", "顾客点名说他骂人。"), ("assign", "唐磊", ""),
    ]  # fmt: skip
    named = Entry.objects.get(name="cases.CaseAccused")
    assert (named.actor_id, named.data["accused_id"]) == (lead.pk, zhouhang.pk)
    assert not visible_to(zhouhang).exists()
    assert list(visible_to(lead)) == [now_it]


def test_the_feedback_behind_it_goes_out_of_sight_too(
    case: Case, feedback: Any, zhouhang: Any, lead: Any, now: Any
) -> None:
    classify(feedback, at=now)
    assert visible_items(zhouhang).exists()
    do.accuse(case, zhouhang, reason="点名", by=lead.actor, at=now)
    assert not visible_items(zhouhang).exists()
    assert not visible_feedback(zhouhang).exists()
    assert visible_items(lead).exists()


def test_somebody_elses_case_stays_with_its_owner(case: Case, zhouhang: Any, company: Any, lead: Any, now: Any) -> None:
    other = somebody("sunli", "孙丽", "agent", company.branch_a, now)
    do.accuse(case, other, reason="点名", by=lead.actor, at=now)
    assert Case.objects.get(pk=case.pk).owner == zhouhang


def test_a_complaint_about_the_branch_manager_goes_to_the_region_above(
    case: Case, company: Any, zhengkai: Any, linjing: Any, now: Any
) -> None:
    region = open_branch(code="east", name="华东大区", kind=Branch.Kind.REGION, parent=company.head)
    boss = somebody("xuan", "宣总", "branch_manager", region, now)
    Branch.objects.filter(pk=company.branch_a.pk).update(parent=region, path=f"{region.path}{company.branch_a.pk}/")
    zhengkai.branch.refresh_from_db()
    do.accuse(case, zhengkai, reason="店长骂人", by=linjing.actor, at=now)
    assert Case.objects.get(pk=case.pk).owner == boss


def test_without_a_region_it_goes_to_the_head_office(
    case: Case, zhengkai: Any, linjing: Any, lead: Any, now: Any
) -> None:
    do.accuse(case, zhengkai, reason="店长骂人", by=lead.actor, at=now)
    assert Case.objects.get(pk=case.pk).owner == linjing


def test_where_nobody_else_is_left_the_case_waits_without_an_owner(case: Case, zhouhang: Any, now: Any) -> None:
    do.accuse(case, zhouhang, reason="点名", by=SYSTEM, at=now)
    assert Case.objects.get(pk=case.pk).owner is None


def test_naming_wants_a_reason_and_twice_changes_nothing(case: Case, zhouhang: Any, lead: Any, now: Any) -> None:
    with pytest.raises(Invalid):
        do.accuse(case, zhouhang, reason="  ", by=lead.actor, at=now)
    do.accuse(case, zhouhang, reason="点名", by=lead.actor, at=now)
    version = case.version
    do.accuse(case, zhouhang, reason="点名", by=lead.actor, at=now)
    assert case.version == version


def test_only_who_leads_or_screens_may_name_somebody(
    case: Case, zhouhang: Any, zhengkai: Any, lead: Any, linjing: Any, hezhen: Any, company: Any, now: Any
) -> None:
    screener = somebody("wu", "吴倩", "screener", company.branch_a, now)
    assert all(may_accuse(person, case) for person in (lead, zhengkai, linjing, screener))
    assert not may_accuse(zhouhang, case)
    assert not may_accuse(hezhen, case)


def test_the_accused_cannot_clear_themselves_and_others_can(case: Case, zhouhang: Any, lead: Any, now: Any) -> None:
    do.accuse(case, zhouhang, reason="点名", by=lead.actor, at=now)
    with pytest.raises(NotAllowed):
        do.clear_accused(case, reason="不是我", by=zhouhang.actor, at=now)
    do.clear_accused(case, reason="同名，不是他。", by=lead.actor, at=now)
    assert Case.objects.get(pk=case.pk).accused is None
    assert list(visible_to(zhouhang)) == [case]
    assert visible_feedback(zhouhang).exists()
    with pytest.raises(Refusal):
        do.clear_accused(case, reason="再来", by=lead.actor, at=now)


def test_a_hand_off_skips_the_accused_and_reaches_their_colleagues(
    case: Case, company: Any, lead: Any, chenmo: Any, now: Any
) -> None:
    other = somebody("mengqi", "孟琪", "agent", company.branch_b, now, company.service)
    do.accuse(case, chenmo, reason="点名", by=lead.actor, at=now)
    do.hand_off(case, to=company.service, reason="请查", by=lead.actor, at=now)
    assert not waiting_for(chenmo).exists()
    assert waiting_for(other).count() == 1


def test_their_notices_go_and_no_new_ones_come(case: Case, zhengkai: Any, linjing: Any, now: Any) -> None:
    link = f"/desk/cases/{case.number}/"
    tell([zhengkai.pk], "case.escalated", {"number": case.number}, link=link, at=now)
    do.accuse(case, zhengkai, reason="点名", by=linjing.actor, at=now)
    do.escalate(case, reason="严重", by=linjing.actor, at=now)
    journal.drain_all(at=now)
    assert not Notice.objects.filter(staff=zhengkai, link=link).exists()
    assert Notice.objects.filter(staff=linjing, kind="case.escalated").exists()


def test_named_while_screening_the_case_opens_with_somebody_else(
    feedback: Any, zhouhang: Any, lead: Any, now: Any
) -> None:
    item = classify(feedback, at=now)
    accuse_in_item(item, zhouhang, reason="顾客点了他的名。", by=lead.actor, at=now)
    assert not visible_items(zhouhang).exists()
    screen(TriageItem.objects.get(pk=item.pk), by=lead.actor, at=now, decided={"nature": "complaint"})
    journal.drain_all(at=now)
    case = Case.objects.get(feedback=feedback)
    assert (case.accused, case.owner) == (zhouhang, lead)
    assert case.thread.messages.filter(kind="note", text="顾客点了他的名。").exists()


def test_a_case_opened_in_the_same_moment_learns_it_afterwards(
    case: Case, feedback: Any, zhouhang: Any, lead: Any, now: Any
) -> None:
    item = classify(feedback, at=now)
    accuse_in_item(item, zhouhang, reason="点名", by=lead.actor, at=now)
    journal.drain_all(at=now)
    assert Case.objects.get(pk=case.pk).accused == zhouhang
