"""A log of states: waiting, resolved, closed; told in any order, by file and interface. B10"""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from makegood import journal
from makegood.commitments.models import Clock
from makegood.commitments.operations import Signal, hear, measure_history
from makegood.commitments.tests.factories import promised
from makegood.encounters.models import HeldLine, StateChange
from makegood.encounters.operations import MapDoesNotFit, keep_file, take_file, take_json
from makegood.encounters.rules.columns import StageMap
from makegood.encounters.rules.states import state_name
from makegood.kit.actor import SYSTEM
from makegood.kit.problems import Problem
from makegood.kit.tables import read_table

pytestmark = pytest.mark.django_db
LOG = """number,opened,state,since,priority
I1,01/03/2016 09:00,New,01/03/2016 09:00,3
I1,01/03/2016 09:00,Awaiting User,01/03/2016 10:00,3
I1,01/03/2016 09:00,Active,01/03/2016 15:00,3
I1,01/03/2016 09:00,Closed,01/03/2016 16:30,3
I2,01/03/2016 09:00,New,01/03/2016 09:00,3
I2,01/03/2016 09:00,New,01/03/2016 09:00,3
I2,01/03/2016 09:00,-100,01/03/2016 09:30,3
I2,01/03/2016 09:00,Closed,?,3
I2,13/03/2016 09:00,Closed,01/03/2016 12:00,?
"""
MAPPING = {
    "columns": {
        "reference": "number", "encounter_started_at": "opened", "state": "state", "state_at": "since",
        "category": "priority",
    },
    "kind": "service", "branch": "jingan", "date_order": "dmy", "empty": ["?"], "time_zone": "Asia/Shanghai",
    "states": {"Awaiting User": "waiting"},
}  # fmt: skip
WORKED: dict[str, Any] = {
    "budget_kind": "elapsed_seconds", "budget": 3 * 3600, "starts_on": ["encounter.started"],
    "stops_on": ["state.closed.entered"], "pauses_on": ["state.waiting.entered"],
    "resumes_on": ["state.active.entered"], "scope": {"categories": ["3"]},
}  # fmt: skip


def taken(company: Any, now: Any, text: str = LOG, **changes: Any) -> Any:
    data = text.encode()
    mapping = MAPPING | {"branch": company.branch_a.code} | changes
    kept = keep_file(read_table(data), name="log.csv", data=data, by=SYSTEM, at=now)
    return take_file(kept, read_table(data), StageMap.from_settings(mapping), by=SYSTEM, at=now)


def test_a_log_of_states_pauses_and_ends_the_clocks_of_its_own_sort(company: Any, now: Any) -> None:  # B10
    promised(at=now, since=now - timedelta(days=9_000), **WORKED)
    promised("other", at=now, since=now - timedelta(days=9_000), **WORKED | {"scope": {"categories": ["1"]}})
    batch = taken(company, now)
    journal.drain_all(at=now)
    assert (batch.taken, batch.repeated, batch.held) == (6, 1, 2)
    assert list(HeldLine.objects.values_list("number", "reason")) == [(8, "bad_state"), (9, "no_state_time")]
    clocks = Clock.objects.order_by("subject_id").values_list("commitment__code", "state")
    assert list(clocks) == [("answer", "kept"), ("answer", "kept")]  # 2.5 of 7.5 hours, and 3 of 3
    assert taken(company, now).taken == 0
    assert StateChange.objects.count() == 6


def test_states_come_out_the_same_in_any_order(company: Any, now: Any) -> None:  # B10
    promised(at=now - timedelta(days=1), **WORKED | {"budget": 2 * 3600, "scope": {}})
    told = [("new", 0), ("waiting", 1), ("active", 5), ("closed", 7)]
    for number, order in enumerate(permutations(told)):
        lines = [line(company, f"P{number}", name, now + timedelta(hours=hours), now) for name, hours in order]
        for one in lines:
            take_json([one], by=SYSTEM, at=now + timedelta(hours=8))
    journal.drain_all(at=now + timedelta(hours=8))
    found = Clock.objects.values_list("state", "started_at", "due_at", "ended_at").distinct()
    hours = [timedelta(hours=n) for n in (6, 7)]
    assert list(found) == [("broken", now, now + hours[0], now + hours[1])]
    assert Clock.objects.count() == 24


def test_history_is_measured_on_what_a_promise_could_cover(company: Any, now: Any) -> None:  # D5
    taken(company, now)
    journal.drain_all(at=now)
    far = now - timedelta(days=9_000)
    assert measure_history(promised(at=now, since=far, **WORKED), at=now) == 2
    assert (
        measure_history(promised("none", at=now, since=far, **WORKED | {"scope": {"categories": ["1"]}}), at=now) == 0
    )
    hear(Signal("case.reprioritised", ("encounter", Clock.objects.values_list("subject_id", flat=True)[0]), {}), at=now)
    late = promised("late", at=now, since=far, **WORKED | {"scope": {"categories": ["9"]}})
    assert measure_history(late, at=now) == 1  # it became something else: looked at
    assert Clock.objects.count() == 2


def line(company: Any, reference: str, name: str, at: Any, began: Any) -> bytes:
    told = {
        "kind": "service", "reference": reference, "branch": company.branch_a.code, "state": name,
        "state_at": at.isoformat(), "encounter_started_at": began.isoformat(),
    }  # fmt: skip
    return json.dumps(told).encode()


def test_a_state_that_cannot_be_true_waits_with_its_reason(company: Any, now: Any) -> None:
    day = timedelta(days=1)
    lines = [line(company, "Q", "new", now + day, now), line(company, "Q", "new", now - day, now)]
    assert take_json(lines, by=SYSTEM, at=now).held == 2
    assert list(HeldLine.objects.values_list("reason", flat=True)) == [
        "state_in_the_future", "state_before_the_encounter",
    ]  # fmt: skip
    take_json([line(company, "Q", "new", now - day, now - day)], by=SYSTEM, at=now)
    assert HeldLine.objects.filter(state="open").count() == 1  # it began earlier than was thought: taken in by itself


def test_the_codes_of_a_mapping_are_checked(company: Any, now: Any) -> None:
    with pytest.raises(Problem):
        StageMap.from_settings(MAPPING | {"states": {"Wartet": "等待"}})
    with pytest.raises(MapDoesNotFit):
        taken(company, now, columns={"reference": "number", "state": "state"})


@pytest.mark.parametrize(
    ("word", "code"), [("Awaiting User Info", "awaiting-user-info"), ("IN_PROGRESS", "in_progress"), ("等待客户", "w")]
)
def test_a_word_is_its_own_code_unless_the_mapping_says_otherwise(word: str, code: str) -> None:
    assert state_name(word, {"等待客户": "w"}) == code


@pytest.mark.parametrize("word", ["-100", "已关闭", "9", "…"])
def test_a_word_that_makes_no_code_is_none(word: str) -> None:
    with pytest.raises(Problem):
        state_name(word, {})
