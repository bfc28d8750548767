"""Who was called stands on the case, at the bell and in a list, and "I have it" ends it. D5"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from makegood import journal
from makegood.cases.models import Case
from makegood.cases.operations import accuse, open_case
from makegood.commitments.models import Escalation
from makegood.commitments.operations import climb, define_ladder, sweep
from makegood.commitments.rules.escalation import Reach, Rung
from makegood.commitments.tests.factories import promised
from makegood.desk.tests.conftest import signed_in
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from tests.browser import PHONE
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
LADDER = [Rung(Reach.SITE), Rung(Reach.HEAD_OFFICE, after=3600)]


@pytest.fixture
def case(company: Any, zhouhang: Any, zhengkai: Any, wangfang: Any) -> Case:
    """A case of branch A whose promise broke an hour ago; the branch was called."""
    at = timezone.now() - timedelta(hours=2)
    define_ladder(LADDER, by=SYSTEM, at=at)
    promised(at=at, budget_kind="elapsed_seconds", budget=3000)
    made = open_case(
        customer=wangfang, branch=company.branch_a, department=company.service, owner=zhouhang, title="快递一直没到",
        urgency="urgent", by=SYSTEM, at=at,
    )  # fmt: skip
    journal.drain_all(at=at)
    look(at + timedelta(hours=1))
    return made


def look(at: Any) -> None:
    sweep(at=at)
    climb(at=at)
    journal.drain_all(at=at)


def have_it(client: Client, *clocks: int) -> Any:
    return client.post("/desk/escalations/have-it", {"clock": [str(pk) for pk in clocks]})


def test_whoever_says_i_have_it_is_written_down_and_ends_the_calling(case: Case, zhengkai: Any, linjing: Any) -> None:
    manager = signed_in(zhengkai)
    one = Escalation.objects.get()
    for path in (f"/desk/cases/{case.pk}", "/desk/notices", "/desk/escalations"):
        page = manager.get(path).content.decode()
        assert "I have it" in page
        assert f'name="clock" value="{one.clock_id}"' in page
    assert manager.get("/desk/counts").json()["escalations"] == 1
    assert have_it(manager, one.clock_id).status_code == 302
    one.refresh_from_db()
    assert one.acknowledged_by == zhengkai
    assert Entry.objects.get(name="commitments.EscalationAcknowledged").actor == zhengkai.actor
    page = manager.get(f"/desk/cases/{case.pk}").content.decode()
    assert "郑凯 has it since" in page
    assert f'name="clock" value="{one.clock_id}"' not in page
    assert case.number not in manager.get("/desk/escalations").content.decode()
    assert case.number in manager.get("/desk/escalations?state=taken").content.decode()
    look(timezone.now() + timedelta(days=2))
    assert Escalation.objects.get().rung == 1
    page = signed_in(linjing).post("/desk/escalations/have-it", {"clock": one.clock_id}, follow=True).content.decode()
    assert "a colleague has it already" in page


def test_the_list_filters_by_branch_promise_and_how_far_it_climbed(
    case: Case, zhengkai: Any, linjing: Any, company: Any
) -> None:
    one = Escalation.objects.get()
    for query, is_there in (
        (f"branch={company.branch_a.pk}", True), (f"branch={company.branch_b.pk}", False), ("reach=site", True),
        ("reach=head_office", False), (f"promise={one.clock.commitment_id}", True), ("promise=999999", False),
        ("state=taken", False), ("state=all", True), ("reach=moon&branch=x", True),
    ):  # fmt: skip
        page = signed_in(linjing).get(f"/desk/escalations?{query}").content.decode()
        assert (case.number in page) is is_there, query


def test_another_branch_and_the_person_complained_about_see_nothing_of_it(
    case: Case, zhengkai: Any, chenmo: Any, hezhen: Any, linjing: Any
) -> None:
    clock = Escalation.objects.get().clock_id
    assert case.number not in signed_in(chenmo).get("/desk/escalations").content.decode()
    have_it(signed_in(chenmo), clock)
    assert signed_in(hezhen).get("/desk/escalations").status_code == 200
    assert "have-it" not in signed_in(hezhen).get("/desk/escalations").content.decode()
    assert have_it(signed_in(hezhen), clock).status_code == 403  # an auditor changes nothing
    accuse(case, zhengkai, reason="他本人", by=linjing.actor, at=timezone.now())
    assert case.number not in signed_in(zhengkai).get("/desk/escalations").content.decode()
    have_it(signed_in(zhengkai), clock)
    assert Escalation.objects.get().acknowledged_at is None


def test_the_list_costs_the_same_number_of_queries_for_one_and_for_many(
    case: Case, zhengkai: Any, company: Any, django_assert_max_num_queries: Any
) -> None:
    at = timezone.now() - timedelta(hours=2)
    for number in range(12):
        open_case(branch=company.branch_a, title=f"投诉 {number}", by=SYSTEM, at=at)
    journal.drain_all(at=at)
    look(at + timedelta(hours=1))
    client = signed_in(zhengkai)
    with django_assert_max_num_queries(25):
        page = client.get("/desk/escalations").content.decode()
    assert page.count("have-it") == 13


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_manager_takes_it_up_with_one_key_and_on_the_phone_with_one_tap(
    case: Case, zhengkai: Any, visit: Any
) -> None:
    here = visit()
    page = here.log_in("zhengkai", PASSWORD)
    here.open("/desk/escalations")
    page.wait_for_selector(f"text={case.number}")
    here.check_accessible()
    page.keyboard.press("j")
    page.keyboard.press("h")
    page.wait_for_selector(".empty, [class*=empty]")
    assert Escalation.objects.get().acknowledged_by == zhengkai
    here.open(f"/desk/cases/{case.pk}")
    here.check_accessible()
    here.check_quiet()
    Escalation.objects.update(acknowledged_at=None, acknowledged_by=None)
    phone = visit(size=PHONE)
    page = phone.log_in("zhengkai", PASSWORD)
    phone.open("/desk/notices")
    phone.check_accessible()
    page.locator("form[action$='have-it'] button").first.tap()
    page.wait_for_selector("form[action$='have-it']", state="detached")
    phone.open(f"/desk/cases/{case.pk}")
    page.wait_for_selector("#called-up")
    assert page.locator("form[action$='have-it']").count() == 0
    assert Escalation.objects.get().acknowledged_by == zhengkai
    phone.check_quiet()
