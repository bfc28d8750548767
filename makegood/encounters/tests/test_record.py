"""Encounters and stages, told late, twice and out of order. B10, issue of promises that keep time."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from makegood import journal
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations import EncounterRow, StageRow, record_encounter, record_encounters, record_stage
from makegood.encounters.permissions import visible_encounters
from makegood.encounters.queries import stage_moments
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid
from makegood.kit.money import Money

pytestmark = pytest.mark.django_db


def dinner(company: Any, now: Any, **changes: Any) -> Encounter:
    values = {"kind": "visit", "reference": "T12-0042", "branch": company.branch_a, "started_at": now}
    return record_encounter(**values | changes, by=SYSTEM, at=now + timedelta(hours=2))


def entries() -> list[tuple[str, Any]]:
    found = Entry.objects.filter(name__startswith="encounters.").order_by("id")
    return [(entry.name.removeprefix("encounters."), entry.at) for entry in found]


def test_the_same_encounter_told_twice_is_one(company: Any, now: Any, wangfang: Any) -> None:  # B7
    first = dinner(company, now, customer=wangfang, amount=Money(12_800))
    assert dinner(company, now).pk == first.pk
    assert (first.amount, first.customer, len(entries())) == (Money(12_800), wangfang, 1)


def test_stage_events_are_dated_when_they_happened(company: Any, now: Any) -> None:  # B10
    visit = dinner(company, now)
    record_stage(visit, "dishes", started_at=now, by=SYSTEM, at=now + timedelta(hours=2))
    record_stage(visit, "dishes", ended_at=now + timedelta(minutes=40), by=SYSTEM, at=now + timedelta(hours=2))
    record_stage(visit, "dishes", ended_at=now + timedelta(minutes=40), by=SYSTEM, at=now + timedelta(hours=2))
    assert Stage.objects.get().took == timedelta(minutes=40)
    assert entries()[1:] == [("StageStarted", now), ("StageEnded", now + timedelta(minutes=40))]


def test_tellings_come_out_the_same_in_any_order(company: Any, now: Any) -> None:  # B10
    rows: list[dict[str, Any]] = [
        {"started_at": now + timedelta(minutes=5)},
        {"started_at": now + timedelta(minutes=3)},
        {"ended_at": now + timedelta(minutes=30)},
        {"ended_at": now + timedelta(minutes=31)},
    ]
    for number, order in enumerate(permutations(rows)):
        visit = dinner(company, now, reference=f"T{number}")
        for row in order:
            record_stage(visit, "dishes", **row, by=SYSTEM, at=now + timedelta(hours=1))
        stage = visit.stages.get()
        assert (stage.started_at, stage.ended_at) == (now + timedelta(minutes=3), now + timedelta(minutes=30))


@pytest.mark.parametrize(
    "row",
    [
        {"started_at": timedelta(hours=3)},
        {"ended_at": timedelta(hours=-1)},
        {"started_at": timedelta(minutes=9), "ended_at": timedelta(minutes=8)},
        {},
    ],
)
def test_impossible_times_are_refused(company: Any, now: Any, row: dict[str, timedelta]) -> None:
    visit = dinner(company, now)
    with pytest.raises(Invalid):
        record_stage(visit, "dishes", **{k: now + v for k, v in row.items()}, by=SYSTEM, at=now + timedelta(hours=2))
    assert not Stage.objects.exists()


def test_contradicting_clocks_end_the_same_in_either_order_and_are_flagged(company: Any, now: Any) -> None:  # B10
    """A kitchen's clock a minute behind the till's: the dish was served at once. An hour behind: nobody knows when."""
    for gap, ends in ((timedelta(minutes=1), now + timedelta(minutes=61)), (timedelta(hours=1), None)):
        began = now + timedelta(minutes=61)
        told: list[dict[str, Any]] = [{"started_at": began}, {"ended_at": began - gap}]
        for order in (told, told[::-1]):
            visit = dinner(company, now, reference=f"T{gap}{order is told}".replace(" ", ""))
            for one in order:
                record_stage(visit, "dishes", **one, by=SYSTEM, at=now + timedelta(hours=2))
            stage = visit.stages.get()
            assert (stage.started_at, stage.ended_at, stage.is_odd) == (began, ends, True)


@pytest.mark.parametrize(
    "changes", [{"kind": "party"}, {"reference": " "}, {"reference": "a\x00"}, {"started_at": timedelta(days=1)}]
)
def test_impossible_encounters_are_refused(company: Any, now: Any, changes: dict[str, Any]) -> None:
    if "started_at" in changes:
        changes = {"started_at": now + changes["started_at"]}
    with pytest.raises(Invalid):
        dinner(company, now, **changes)


def test_a_batch_of_history_takes_no_query_a_row(company: Any, now: Any, django_assert_max_num_queries: Any) -> None:
    rows = [
        EncounterRow(
            "order", f"A{k}", company.branch_a.pk, now, stages=(StageRow("delivery", now, now + timedelta(hours=1)),)
        )
        for k in range(300)
    ]
    at = now + timedelta(days=1)
    with journal.in_mode("backfill"), django_assert_max_num_queries(14):
        found = record_encounters(rows, by=SYSTEM, at=at)
    assert [e.reference for e in found] == [row.reference for row in rows]
    assert Entry.objects.get(name="encounters.EncountersImported").data == {
        "branch_id": company.branch_a.pk, "encounters": 300, "stages": 600,
    }  # fmt: skip
    moments = list(stage_moments([found[0].pk]))
    assert [(m.signal, m.at) for m in moments] == [
        ("encounter.started", now), ("stage.delivery.started", now), ("stage.delivery.ended", now + timedelta(hours=1)),
    ]  # fmt: skip


def test_another_branch_sees_nothing(company: Any, now: Any, chenmo: Any, zhouhang: Any, linjing: Any) -> None:
    dinner(company, now)
    assert [visible_encounters(who).count() for who in (chenmo, zhouhang, linjing)] == [0, 1, 1]


def test_many_stages_are_added_to_as_few_are(company: Any, now: Any) -> None:  # B10
    def rows(**told: Any) -> list[EncounterRow]:
        stage = (StageRow("dishes", **told),)
        return [EncounterRow("visit", f"M{k}", company.branch_a.pk, now, stages=stage) for k in range(300)]

    at = now + timedelta(hours=2)
    with journal.in_mode("backfill"):
        record_encounters(rows(started_at=now), by=SYSTEM, at=at)
        before = dict(Stage.objects.values_list("encounter", "pk"))
        Stage.objects.update(told_at=at)
        record_encounters(rows(ended_at=now + timedelta(minutes=9)), by=SYSTEM, at=at)
    assert dict(Stage.objects.values_list("encounter", "pk")) == before
    found = Stage.objects.values_list("started_at", "ended_at", "told_ends", "told_at").order_by().distinct()
    assert list(found) == [(now, now + timedelta(minutes=9), [now + timedelta(minutes=9)], at)]
