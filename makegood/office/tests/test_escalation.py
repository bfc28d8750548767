"""A service manager says who is called when, for the house and for one promise, and when the house is quiet. D5"""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from makegood.commitments.models import EscalationLadder
from makegood.commitments.tests.factories import promised
from makegood.journal.models import Entry
from makegood.people.models import QuietHours

pytestmark = pytest.mark.django_db
STEPS = {
    "kind": "own",
    "amount_1": "80", "when_1": "share", "reach_1": "site",
    "amount_2": "0", "when_2": "after", "reach_2": "region", "email_2": "on",
    "amount_3": "2.5", "when_3": "after", "reach_3": "head_office",
}  # fmt: skip


def test_the_ladder_of_the_house_is_typed_and_shown_again(signed_in: Any, linjing: Any, now: Any) -> None:
    client = signed_in(linjing)
    page = client.get("/office/escalation/").content.decode()
    assert 'name="amount_1" value="0"' in page  # a ladder to begin with
    assert client.post("/office/escalation/", STEPS).status_code == 302
    ladder = EscalationLadder.objects.get()
    assert ladder.rungs == [
        {"reach": "site", "share": 80, "after": 0, "by_email": False},
        {"reach": "region", "share": None, "after": 0, "by_email": True},
        {"reach": "head_office", "share": None, "after": 9000, "by_email": False},
    ]
    assert Entry.objects.get(name="commitments.LadderDefined").actor == linjing.actor
    page = client.get("/office/escalation/").content.decode()
    assert 'name="amount_3" value="2.5"' in page
    assert 'name="amount_1" value="80"' in page


def test_a_promise_gets_its_own_steps_none_or_those_of_the_house(signed_in: Any, linjing: Any, now: Any) -> None:
    promise = promised(at=now).commitment
    client, address = signed_in(linjing), f"/office/escalation/?promise={promise.pk}"
    for kind, rungs in (("own", 3), ("none", 0)):
        assert client.post(address, STEPS | {"kind": kind}).status_code == 302
        assert len(EscalationLadder.objects.get(commitment=promise, is_current=True).rungs) == rungs
        assert client.get(address).status_code == 200
    client.post(address, STEPS | {"kind": "house"})
    assert not EscalationLadder.objects.filter(is_current=True).exists()
    assert client.get("/office/escalation/?promise=999999").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"amount_2": "90", "when_2": "share", "amount_1": "95"}, "later"),
        ({"reach_3": "site"}, "climbs"),
        ({"amount_1": ""}, "when this step comes"),
        ({"amount_1": "100"}, "between 1 and 99"),
        ({"amount_3": "-1"}, "greater than or equal to 0"),
        ({"kind": ""}, "required"),
    ],
)
def test_what_is_no_ladder_comes_back_with_words_and_all_that_was_typed(
    signed_in: Any, linjing: Any, wrong: dict[str, str], says: str
) -> None:
    found = signed_in(linjing).post("/office/escalation/", STEPS | wrong, headers={"accept-language": "en"})
    page = found.content.decode()
    assert found.status_code == 422
    assert says in page
    assert 'name="amount_3" value="' in page
    assert not EscalationLadder.objects.exists()


def test_the_quiet_hours_of_the_house_are_set_and_written_down(signed_in: Any, linjing: Any) -> None:
    client = signed_in(linjing)
    assert QuietHours.in_force() == (time(22), time(8))
    client.post("/office/escalation/quiet-hours", {"quiet_from": "21:30", "quiet_until": "07:00"})
    assert QuietHours.in_force() == (time(21, 30), time(7))
    client.post("/office/escalation/quiet-hours", {"quiet_from": "never", "quiet_until": "07:00"})
    assert QuietHours.objects.count() == 1
    assert Entry.objects.get(name="people.QuietHoursSet").data["quiet_from"] == "21:30"


def test_only_who_runs_the_office_changes_it(signed_in: Any, zhengkai: Any, hezhen: Any, zhouhang: Any) -> None:
    assert signed_in(zhouhang).get("/office/escalation/").status_code == 403
    for reader in (zhengkai, hezhen):
        assert signed_in(reader).get("/office/escalation/").status_code == 200
        assert signed_in(reader).post("/office/escalation/", STEPS).status_code == 403
        assert signed_in(reader).post("/office/escalation/quiet-hours", {}).status_code == 403
    assert not EscalationLadder.objects.exists()
