"""Entries written from rows of SQL are those that ``record_many`` writes. DESIGN §4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from makegood import journal
from makegood.journal.models import Entry, Outbox
from makegood.journal.modes import Mode, in_mode
from makegood.journal.statement import recording_each, recording_params
from makegood.kit.actor import SYSTEM, Actor


@dataclass(frozen=True)
class SamovarLit(journal.Event, subject="samovar"):
    samovar_id: int
    wood: str = "it's 100% birch"
    is_new: bool = False
    guest_id: int | None = None
    branch_id: int | None = None


@dataclass(frozen=True)
class LidLifted(journal.Event, subject="lid"):
    """About another subject, as the events of clocks are; with no branch."""

    lid_id: int
    subject_kind: str = ""  # type: ignore[misc]
    subject_id: int = 0  # type: ignore[assignment]


@journal.on(SamovarLit, LidLifted)
def fetch_cups(event: journal.Event, entry: Any) -> None: ...


@journal.on(SamovarLit, outside=True)
def invite_neighbours(event: journal.Event, entry: Any) -> None: ...


SAMOVARS = "WITH lit AS (SELECT * FROM unnest(%(ids)s::bigint[], %(branches)s::bigint[], %(dates)s::timestamptz[]) AS x(id, branch, date)), "  # noqa: E501


def written() -> list[tuple[Any, ...]]:
    """Everything of every entry but its id and the moment of the transaction, with what it owes in its order."""
    skipped = {"id", "recorded_at"}
    names = [field.attname for field in Entry._meta.concrete_fields if field.attname not in skipped]
    owed_names = [f.attname for f in Outbox._meta.concrete_fields if f.attname not in {"id", "entry_id"}]
    return [
        (
            *[getattr(entry, name) for name in names],
            [tuple(getattr(row, name) for name in owed_names) for row in entry.owed.order_by("id")],
        )
        for entry in Entry.objects.order_by("id")
    ]


def forgotten(work: Any) -> list[tuple[Any, ...]]:
    """What the work writes, and then has not written."""
    with transaction.atomic():
        work()
        found = written()
        transaction.set_rollback(True)
    return found


def lit(now: datetime, ids: Sequence[int], *, by: Actor) -> None:
    values = {"samovar_id": "id", "guest_id": "NULLIF(id, 2)", "branch_id": "branch"}
    params = {"ids": ids, "branches": [None if k == 1 else 7 for k in ids], "dates": dates(now, ids)}
    with connection.cursor() as cursor:
        cursor.execute(
            SAMOVARS + recording_each("lit", SamovarLit, values, dated="date") + " SELECT 1",
            params | recording_params(SamovarLit, by=by, at=now),
        )


def dates(now: datetime, ids: Sequence[int]) -> list[datetime]:
    return [now - timedelta(hours=9, seconds=k, microseconds=-k) for k in ids]


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("by", [SYSTEM, Actor.staff(5)], ids=["system", "staff"])
def test_rows_of_sql_are_recorded_as_events_are(now: datetime, mode: Mode, by: Actor) -> None:
    ids = [4, 3, 2, 1]
    events = [SamovarLit(k, guest_id=None if k == 2 else k, branch_id=None if k == 1 else 7) for k in ids]
    with in_mode(mode):
        one_by_one = forgotten(lambda: journal.record_many(events, by=by, at=now, dated=dates(now, ids)))
        at_once = forgotten(lambda: lit(now, ids[::-1], by=by))  # in the order of their dates
    assert len(one_by_one) == 4
    assert at_once == one_by_one
    assert [len(row[-1]) for row in at_once] == [2 if mode is Mode.LIVE else 1] * 4


@pytest.mark.django_db
def test_an_event_about_another_subject_is_recorded_there(now: datetime) -> None:
    def at_once() -> None:
        values = {"lid_id": "9", "subject_kind": "'pot'::text", "subject_id": "31::bigint"}
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH lid AS (SELECT 1), " + recording_each("lid", LidLifted, values) + " SELECT 1",
                recording_params(LidLifted, by=SYSTEM, at=now),
            )

    told = forgotten(lambda: journal.record(LidLifted(9, "pot", 31), by=SYSTEM, at=now))
    assert forgotten(at_once) == told
    assert told[0][2:4] == ("pot", 31)


@pytest.mark.django_db
def test_the_row_itself_may_say_that_it_is_history(now: datetime) -> None:
    mode = "CASE id WHEN 1 THEN 'backfill' ELSE %(mode)s END"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH lit AS (SELECT generate_series(1, 2) AS id), "
            + recording_each("lit", SamovarLit, {"samovar_id": "id"}, mode=mode)
            + " SELECT 1",
            recording_params(SamovarLit, by=SYSTEM, at=now),
        )  # fmt: skip
    found = {entry.subject_id: (entry.mode, entry.owed.count()) for entry in Entry.objects.all()}
    assert found == {1: ("backfill", 1), 2: ("live", 2)}


def test_a_field_forgotten_or_made_up_is_refused() -> None:
    with pytest.raises(TypeError, match="samovar_id"):
        recording_each("lit", SamovarLit, {"wood": "'oak'"})
    with pytest.raises(TypeError, match="colour"):
        recording_each("lit", SamovarLit, {"samovar_id": "id", "colour": "'red'"})


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        recording_params(SamovarLit, by=SYSTEM, at=datetime(2026, 1, 1))  # noqa: DTZ001
