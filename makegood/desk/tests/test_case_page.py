"""An agent's work on one case, through the pages."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from makegood import journal
from makegood.cases.models import Case
from makegood.cases.operations import customer_wrote, hand_off
from makegood.customers.models import Customer
from makegood.handbook.operations import stock_shelf
from makegood.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db


def written(case: Case, **more: Any) -> dict[str, Any]:
    case.refresh_from_db()
    return {"kind": "reply", "body": "We send it today.", "key": str(uuid4()), "version": case.version, **more}


def test_another_branch_does_not_find_the_case(as_chenmo: Client, case: Case) -> None:
    assert as_chenmo.get(f"/desk/cases/{case.pk}").status_code == 404
    assert as_chenmo.post(f"/desk/cases/{case.pk}/write", written(case)).status_code == 404
    assert as_chenmo.get(f"/desk/cases/{case.number}/").status_code == 404


def test_nobody_sees_a_case_without_signing_in(client: Client, case: Case) -> None:
    assert client.get(f"/desk/cases/{case.pk}").status_code == 302


def test_the_page_shows_the_next_step_and_hides_personal_data(as_zhouhang: Client, case: Case) -> None:
    page = as_zhouhang.get(f"/desk/cases/{case.pk}").content.decode()
    assert "Acknowledge the complaint" in page
    assert "王*" in page
    assert "13800138000" not in page


def test_an_acknowledgement_moves_the_case(as_zhouhang: Client, case: Case) -> None:
    answer = as_zhouhang.post(f"/desk/cases/{case.pk}/write", written(case, kind="acknowledgement"))
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.status, case.thread.messages.get().kind) == ("acknowledged", "acknowledgement")


def test_the_same_form_sent_twice_writes_once(as_zhouhang: Client, case: Case) -> None:
    form = written(case)
    as_zhouhang.post(f"/desk/cases/{case.pk}/write", form)
    as_zhouhang.post(f"/desk/cases/{case.pk}/write", form)
    assert case.thread.messages.filter(kind="reply").count() == 1


def test_a_stale_save_says_what_changed_and_loses_nothing(
    as_zhouhang: Client, case: Case, wangfang: Any, now: Any
) -> None:
    form = written(case)
    case.refresh_from_db()
    customer_wrote(case, body="还没到！", by=wangfang.actor, at=now)
    answer = as_zhouhang.post(f"/desk/cases/{case.pk}/write", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this case while you were writing" in page
    assert "We send it today." in page
    assert case.thread.messages.filter(kind="reply").count() == 0


def test_an_internal_note_never_reaches_the_customer(as_zhouhang: Client, case: Case) -> None:
    as_zhouhang.post(f"/desk/cases/{case.pk}/write", written(case, kind="internal", body="Depot lost it."))
    assert case.thread.messages.get().audience == "internal"
    assert "the customer never sees this" in as_zhouhang.get(f"/desk/cases/{case.pk}").content.decode()


def test_an_unfilled_gap_of_a_template_comes_back_beside_the_text(as_zhouhang: Client, case: Case) -> None:
    answer = as_zhouhang.post(f"/desk/cases/{case.pk}/write", written(case, body="By {{ due }} you will know."))
    assert answer.status_code == 422
    assert "due" in answer.content.decode()


def test_a_draft_waits_for_its_writer(as_zhouhang: Client, case: Case) -> None:
    as_zhouhang.post(f"/desk/cases/{case.pk}/draft", {"kind": "reply", "body": "Half a sent"})
    assert "Half a sent" in as_zhouhang.get(f"/desk/cases/{case.pk}").content.decode()


def test_two_people_on_one_case_see_each_other(as_zhouhang: Client, as_linjing: Client, case: Case) -> None:
    as_linjing.get(f"/desk/cases/{case.pk}/presence")
    assert "林静" in as_zhouhang.get(f"/desk/cases/{case.pk}/presence").content.decode()


def test_a_look_at_personal_data_is_recorded_with_its_purpose(as_zhouhang: Client, case: Case) -> None:
    page = as_zhouhang.post(f"/desk/cases/{case.pk}/reveal", {"purpose": "call back"}).content.decode()
    assert "王芳" in page
    assert "13800138000" in page
    seen = journal.models.Entry.objects.filter(name__endswith="PersonalDataRevealed")  # type: ignore[attr-defined]
    assert seen.count() == 2


def test_hand_off_is_asked_accepted_and_the_owner_changes(
    as_zhouhang: Client, as_linjing: Client, linjing: Any, case: Case, company: Any
) -> None:
    form = {"department": company.logistics.pk, "reason": "Find the parcel"}
    assert as_zhouhang.post(f"/desk/cases/{case.pk}/do/hand-off", form).status_code == 302
    assert as_linjing.post(f"/desk/cases/{case.pk}/do/accept", {}).status_code == 302
    case.refresh_from_db()
    assert (case.owner, case.department) == (linjing, company.logistics)


def test_an_auditor_looks_and_changes_nothing(as_hezhen: Client, case: Case) -> None:
    assert as_hezhen.get(f"/desk/cases/{case.pk}").status_code == 200
    assert as_hezhen.post(f"/desk/cases/{case.pk}/write", written(case)).status_code == 403


def test_an_unknown_verb_is_no_page(as_zhouhang: Client, case: Case) -> None:
    assert as_zhouhang.get(f"/desk/cases/{case.pk}/do/explode").status_code == 404


def test_the_page_stays_within_25_queries_however_long_the_case(
    as_zhouhang: Client, case: Case, wangfang: Any, now: Any, django_assert_max_num_queries: Any
) -> None:
    for i in range(12):
        case.refresh_from_db()
        customer_wrote(case, body=f"第 {i} 次", by=wangfang.actor, at=now)
    with django_assert_max_num_queries(27):
        assert as_zhouhang.get(f"/desk/cases/{case.pk}").status_code == 200


def test_decide_propose_approve_pay_close(
    as_zhouhang: Client, as_linjing: Client, as_wumin: Client, case: Case, wangfang: Any
) -> None:
    """A8, A10: the whole recovery by pages; the double click on pay pays once."""
    from django.utils import timezone

    from makegood.recovery.models import Fulfilment, Offer
    from makegood.recovery.operations import accept

    at = f"/desk/cases/{case.pk}"
    as_zhouhang.post(f"{at}/write", written(case))
    decision = {"fault": "ours", "severity": "serious", "findings": "Lost in the depot", "loss": "120"}
    as_zhouhang.post(f"{at}/do/decide", decision)
    case.refresh_from_db()
    assert case.status == "decided"
    page = as_zhouhang.get(f"{at}/offer")
    refund = next(one for one in page.context["suggestion"].choices if one.remedy.fulfilment == "payout")
    code = refund.remedy.code
    assert page.context["seen"] == 0
    for _click in range(2):  # the second click reserves nothing
        wanted = {f"pick_{code}": "on", f"amount_{code}": "100", "note": "late", "seen": "0"}
        as_zhouhang.post(f"{at}/offer", wanted)
    offer = Offer.objects.get()
    assert offer.status == "waiting_for_approval"
    asked = as_linjing.get("/desk/approvals").context["rows"][0][0]
    as_linjing.post(f"/desk/approvals/{asked.pk}/agree")
    journal.drain_all(at=timezone.now())
    offer.refresh_from_db()
    assert offer.status == "offered"
    accept(offer, None, by=wangfang.actor, at=timezone.now())
    journal.drain_all(at=timezone.now())
    row = Fulfilment.objects.get(option__remedy__fulfilment="payout")
    assert as_zhouhang.post(f"/desk/payouts/{row.pk}/pay", {"reference": "T1"}).status_code == 302
    assert Fulfilment.objects.get(pk=row.pk).state == "waiting"
    for _twice in range(2):
        as_wumin.post(f"/desk/payouts/{row.pk}/pay", {"reference": "T1"})
    row.refresh_from_db()
    assert (row.state, row.reference) == ("done", "T1")
    journal.drain_all(at=timezone.now())
    as_zhouhang.post(f"{at}/do/close", {"reason": ""})
    case.refresh_from_db()
    assert case.status == "closed"


def test_a_foreign_hand_off_cannot_be_accepted(
    as_chenmo: Client, case: Case, company: Any, zhouhang: Any, now: Any
) -> None:
    hand_off(case, to=company.logistics, reason="x", by=SYSTEM, at=now)
    assert as_chenmo.post(f"/desk/cases/{case.pk}/do/accept", {}).status_code == 404


def test_templates_are_in_the_customers_language_until_the_writer_chooses_another(
    as_zhouhang: Client, case: Case, wangfang: Any, now: Any
) -> None:
    stock_shelf(by=SYSTEM, at=now)
    Customer.objects.filter(pk=wangfang.pk).update(locale="zh-hans")
    shown = as_zhouhang.get(f"/desk/cases/{case.pk}?write=acknowledgement").content.decode()
    assert "Templates in the customer’s language, 简体中文." in shown
    assert "We are sorry" not in shown.split("<textarea")[1].split("</textarea>")[0]
    assert "王女士／先生" in shown.split("<textarea")[1]
    other = as_zhouhang.get(f"/desk/cases/{case.pk}?write=acknowledgement&language=en").content.decode()
    assert "Templates in English, not the customer’s language." in other
    assert "王芳" in other.split("<textarea")[1].split("</textarea>")[0]
    Customer.objects.filter(pk=wangfang.pk).update(locale="en")
    english = as_zhouhang.get(f"/desk/cases/{case.pk}").content.decode()
    assert "Templates in the customer’s language, English." in english


@pytest.mark.parametrize("forged", [{"kind": "zzz"}, {"key": "nope"}, {"version": "abc"}])
def test_a_forged_field_is_told_in_words_and_what_was_typed_stays(
    as_zhouhang: Client, case: Case, forged: dict[str, str]
) -> None:
    answer = as_zhouhang.post(f"/desk/cases/{case.pk}/write", written(case, **forged))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This page is out of date." in shown
    assert "We send it today." in shown
