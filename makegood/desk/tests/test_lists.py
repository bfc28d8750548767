"""Lists: filters in the address, exports, bulk actions with undo, a steady number of queries."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from makegood.cases.models import Case
from makegood.people.models import SavedView
from makegood.triage.models import Screening, TriageItem
from makegood.triage.operations import classify
from makegood.triage.tests.factories import channel, feedback

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(company: Any, now: Any) -> Any:
    def received(n: int) -> list[TriageItem]:
        texts = [f"快递一直没到，电话也没人接！（{i}）" for i in range(n)]
        got = [feedback(text, branch=company.branch_a, at=now, through=channel()) for text in texts]
        for one in got:
            classify(one, at=now)
        return list(TriageItem.objects.order_by("pk"))

    return received


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases", "/desk/counts", "/desk/approvals", "/desk/payouts"])
def test_pages_do_not_grow_with_their_rows(path: str, as_linjing: Client, many: Any) -> None:
    many(2)
    few = queries_of(as_linjing, path)
    many(12)
    assert queries_of(as_linjing, path) <= min(few, 25)


def test_the_inbox_does_not_grow_with_its_rows(as_linjing: Client, items: Any) -> None:
    items(2)
    few = queries_of(as_linjing, "/desk/triage")
    items(12)
    assert queries_of(as_linjing, "/desk/triage") <= min(few, 25)


def test_an_item_is_agreed_to_and_undone_without_leaving_the_list(as_zhouhang: Client, items: Any) -> None:
    (item,) = items(1)
    live = {"HX-Request": "true"}
    done = as_zhouhang.post(f"/desk/triage/{item.pk}/agree", headers=live).content.decode()
    screening = Screening.objects.get()
    assert f'"ids": "{screening.pk}"' in done
    again = as_zhouhang.post("/desk/triage/undo", {"ids": str(screening.pk)}, headers=live).content.decode()
    assert "Agree" in again
    assert TriageItem.objects.get().is_waiting


def test_overruling_keeps_what_the_machine_said_beside_it(as_zhouhang: Client, items: Any) -> None:
    (item,) = items(1)
    form = {
        "nature": "enquiry", "urgency": "normal", "category": item.category, "source": item.source,
        "feeling": item.feeling, "note": "only asking",
    }  # fmt: skip
    as_zhouhang.post(f"/desk/triage/{item.pk}/overrule", form)
    screening = Screening.objects.get()
    assert screening.nature == "enquiry"
    assert "nature" in screening.overruled


def test_another_branch_cannot_screen_or_see_an_item(as_chenmo: Client, items: Any) -> None:
    (item,) = items(1)
    assert as_chenmo.get(f"/desk/triage/{item.pk}").status_code == 404
    assert as_chenmo.post(f"/desk/triage/{item.pk}/agree").status_code == 404
    as_chenmo.post("/desk/triage/agree", {"pick": [item.pk]})
    assert Screening.objects.count() == 0


def test_many_are_agreed_to_at_once_and_undone_at_once(as_zhouhang: Client, items: Any) -> None:
    picked = [item.pk for item in items(3)]
    as_zhouhang.post("/desk/triage/agree", {"pick": picked})
    ids = ",".join(str(pk) for pk in Screening.objects.values_list("pk", flat=True))
    assert TriageItem.objects.waiting().count() == 0
    as_zhouhang.post("/desk/triage/undo", {"ids": ids})
    assert TriageItem.objects.waiting().count() == 3


def test_cases_are_assigned_in_bulk_and_given_back(as_linjing: Client, many: Any, linjing: Any, zhouhang: Any) -> None:
    cases = many(2)
    as_linjing.post("/desk/cases/assign", {"pick": [c.pk for c in cases], "owner": linjing.pk})
    assert set(Case.objects.values_list("owner", flat=True)) == {linjing.pk}
    ids = ",".join(f"{c.pk},{zhouhang.pk}" for c in cases)
    as_linjing.post("/desk/cases/undo-assign", {"ids": ids})
    assert set(Case.objects.values_list("owner", flat=True)) == {zhouhang.pk}


def test_an_export_holds_only_what_the_reader_may_see_and_no_formula(
    as_zhouhang: Client, as_chenmo: Client, case: Case
) -> None:
    Case.objects.filter(pk=case.pk).update(title="=cmd|' /C calc'!A0")
    mine = b"".join(as_zhouhang.get("/desk/cases/export.csv").streaming_content).decode()
    assert case.number in mine
    assert "'=cmd|" in mine
    theirs = b"".join(as_chenmo.get("/desk/cases/export.csv").streaming_content).decode()
    assert case.number not in theirs


def test_a_view_is_kept_for_its_owner_alone(as_zhouhang: Client, as_linjing: Client, case: Case) -> None:
    as_zhouhang.post("/desk/cases/views", {"name": "Level three", "query": "?level=3"})
    assert "Level three" in as_zhouhang.get("/desk/cases?level=3").content.decode()
    assert "Level three" not in as_linjing.get("/desk/cases").content.decode()


def test_nonsense_in_the_address_is_ignored(as_zhouhang: Client, case: Case) -> None:
    path = "/desk/cases?page=-1&level=x&branch=9999999999&sort=;drop&columns=zz&q=%00&due=never"
    assert as_zhouhang.get(path).status_code == 200
    assert as_zhouhang.get("/desk/triage?page=99999999999&nature=zz&branch=x").status_code == 200


def test_what_no_database_keeps_is_dropped_or_not_there(as_linjing: Client, case: Case) -> None:
    assert as_linjing.get("/office/people/?q=%00").status_code == 200
    assert as_linjing.get("/desk/cases/%00/").status_code == 404
    assert as_linjing.get(f"/desk/cases/{case.pk}/presence", {"version": "²"}).status_code == 200
    kept = as_linjing.post("/desk/cases/views", {"name": "A\x00B", "query": "level=3"})
    assert (kept.status_code, SavedView.objects.get().name) == (302, "AB")


def test_the_palette_finds_what_one_may_see(as_zhouhang: Client, as_chenmo: Client, case: Case) -> None:
    found = json.loads(as_zhouhang.get("/desk/palette", {"q": case.number}).content)
    assert found["groups"][0]["items"][0]["hint"] == case.number
    other = json.loads(as_chenmo.get("/desk/palette", {"q": case.number}).content)
    assert all(group["items"][0].get("hint") != case.number for group in other["groups"])


def test_every_page_of_the_desk_opens(as_linjing: Client, case: Case) -> None:
    for page in ("", "triage", "cases", "approvals", "payouts", "notices", "styleguide", f"cases/{case.pk}/offer"):
        assert as_linjing.get(f"/desk/{page}").status_code == 200, page


def test_a_person_says_how_notices_reach_them(as_zhouhang: Client, zhouhang: Any) -> None:
    from makegood.notices.models import Preference

    as_zhouhang.post("/desk/notices/preferences", {"by_email": "on", "quiet_from": "21:00", "quiet_until": "07:30"})
    kept = Preference.objects.get(staff=zhouhang)
    assert (kept.by_email, f"{kept.quiet_from:%H:%M}") == (True, "21:00")


def test_an_item_leads_to_its_case_and_back(as_zhouhang: Client, items: Any, company: Any) -> None:
    from makegood.cases.operations import open_case
    from makegood.kit.actor import SYSTEM

    (item,) = items(1)
    case = open_case(feedback=item.feedback, branch=company.branch_a, by=SYSTEM, at=item.received_at)
    assert f"/desk/cases/{case.pk}" in as_zhouhang.get(f"/desk/triage/{item.pk}").content.decode()
    assert f"/desk/feedback/{item.feedback_id}" in as_zhouhang.get(f"/desk/cases/{case.pk}").content.decode()
