"""The person complained about cannot see or handle the complaint: page by page, list by list. DESIGN §4, E7, A10"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from makegood import journal
from makegood.cases.operations import accuse
from makegood.desk.case_actions import ACTIONS
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.triage.models import TriageItem
from tests.pages_world import World
from tests.test_pages import OF_BRANCH_A, OF_BRANCH_A_POSTED, browser, known_addresses, world

__all__ = ["world"]
pytestmark = pytest.mark.django_db
ROWS = ("feedback", "promises", "cases", "ratings", "transfers", "screenings")


def lists(case: Any) -> list[str]:
    """Every address that lists or finds, asked so that the case would be found."""
    n = case.number.partition("-")[0]
    found = [
        "/desk/", "/desk/counts", "/desk/cases", f"/desk/cases?state=all&q={n}", "/desk/cases?state=all&q=投诉",
        f"/desk/cases?state=all&customer={case.customer_id}", "/desk/cases?due=broken", "/desk/cases?handed=1",
        "/desk/cases/export.csv?state=all", f"/desk/palette?q={n}", "/desk/palette?q=投诉", "/desk/triage?state=all",
        "/desk/triage?state=all&q=投诉", "/desk/approvals", "/desk/payouts", "/desk/payouts?kind=goods",
        "/desk/notices", "/office/", "/office/journal/?subject_kind=case", "/office/verdicts/",
        "/office/verdicts/export.csv", "/office/screening/",
    ]  # fmt: skip
    found += [f"/office/rows/{rows}" for rows in ROWS] + [f"/office/rows/{rows}/export.csv" for rows in ROWS]
    return found


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def traces(world: World) -> re.Pattern[str]:
    """What would give the first two cases away: number, address, customer's words, ids in links."""
    words = []
    for case in world.cases[:2]:
        item = TriageItem.objects.get(feedback=case.feedback)
        words += [case.number, rf"/desk/cases/{case.pk}\b", re.escape(case.title), rf"/desk/triage/{item.pk}\b"]
        words += [rf"/desk/feedback/{case.feedback_id}\b"]
    return re.compile("|".join(words))


@pytest.mark.parametrize("who", ["zhengkai", "linjing", "wumin", "hezhen"])
def test_whoever_is_complained_about_finds_no_trace_of_it(world: World, who: str) -> None:
    accused, pages = world.staff[who], known_addresses(world)[0]
    client, found = browser(accused), traces(world)
    before = [address for address in lists(world.cases[0]) if found.search(told(client, address))]
    assert len(before) >= 5, "the lists must show it before, or the test proves nothing"
    for case in world.cases[:2]:
        case.refresh_from_db()
        accuse(case, accused, reason="顾客点名。", by=SYSTEM, at=world.now)
    journal.drain_all(at=world.now)
    after = [address for address in lists(world.cases[0]) if found.search(told(client, address))]
    assert after == []
    entries = Entry.objects.count()
    for name in OF_BRANCH_A | OF_BRANCH_A_POSTED:
        address = pages[f"desk:{name}"]
        assert client.get(address).status_code in (404, 405), name
        form = {"reason": "x", "version": "1", "reference": "R1", "body": "x", "arrived": "yes", "answer": "x"}
        refused = client.post(address, form)  # whose role may not do such a thing at all is sent home without a look
        assert refused.status_code in (403, 404, 405) or refused["Location"] == "/desk/", name
    for verb in ACTIONS:
        for answer in (client.get, client.post):
            assert answer(f"/desk/cases/{world.cases[0].pk}/do/{verb}").status_code in (403, 404), verb
    assert Entry.objects.count() == entries, "nothing that was tried left a trace"


def test_everybody_else_still_sees_it(world: World) -> None:
    for case in world.cases[:2]:
        case.refresh_from_db()
        accuse(case, world.staff["zhengkai"], reason="顾客点名。", by=SYSTEM, at=world.now)
    journal.drain_all(at=world.now)
    client, found = browser(world.staff["linjing"]), traces(world)
    assert client.get(f"/desk/cases/{world.cases[0].pk}").status_code == 200
    assert found.search(told(client, "/desk/cases"))
