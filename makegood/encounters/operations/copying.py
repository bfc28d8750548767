"""Thousands of rows written at once: COPY into a temporary table, one statement from there. Few go the usual way."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from makegood.encounters.models import Encounter, Stage
from makegood.wires.postgres import stage as staged

MANY = 200  # below this a temporary table costs more than it saves
STAGE = {
    "encounter_id": "int8", "name": "text", "started_at": "timestamptz", "ended_at": "timestamptz",
    "promised_at": "timestamptz", "told_ends": "timestamptz[]", "expected_at": "timestamptz", "said_at": "timestamptz",
    "is_delayed": "bool", "is_odd": "bool", "late_since": "timestamptz",
}  # fmt: skip
KNOWN = ("encounter_id", "name")
ENCOUNTER = {
    "kind": "text", "reference": "text", "branch_id": "int8", "customer_id": "int8", "channel": "text",
    "category": "text", "amount_minor": "int8", "currency": "text", "started_at": "timestamptz",
    "ended_at": "timestamptz",
}  # fmt: skip
WRITE_STAGES = f"""
INSERT INTO encounters_stage ({", ".join(STAGE)}) SELECT {", ".join(STAGE)} FROM stages_told
ON CONFLICT ({", ".join(KNOWN)}) DO UPDATE
SET {", ".join(f"{name} = excluded.{name}" for name in STAGE if name not in KNOWN)} RETURNING id, encounter_id, name
"""  # noqa: S608 — constants only
WRITE_ENCOUNTERS = f"""
INSERT INTO encounters_encounter ({", ".join(ENCOUNTER)}) SELECT {", ".join(ENCOUNTER)} FROM encounters_told
ON CONFLICT DO NOTHING
"""  # noqa: S608 — constants only


def write_stage_rows(stages: Sequence[Stage]) -> None:
    """Insert or update these stages, each with its id afterwards. Needs a transaction that holds their encounters."""
    if len(stages) <= MANY:
        Stage.objects.bulk_create(
            stages, update_conflicts=True, update_fields=[name for name in STAGE if name not in KNOWN],
            unique_fields=["encounter", "name"],
        )  # fmt: skip
        return
    rows = ([getattr(one, name) for name in STAGE] for one in stages)
    with connection.cursor() as cursor:
        staged(cursor, "stages_told", STAGE, rows)
        cursor.execute(WRITE_STAGES)
        ids = {(encounter_id, name): pk for pk, encounter_id, name in cursor.fetchall()}
    for one in stages:
        one.pk = ids[one.encounter_id, one.name]


def write_encounter_rows(encounters: Sequence[Encounter]) -> None:
    """Insert those that are not there. Their ids are read afterwards, because somebody may have been faster."""
    if len(encounters) <= MANY:
        Encounter.objects.bulk_create(encounters, ignore_conflicts=True)
        return
    rows = ([getattr(one, name) for name in ENCOUNTER] for one in encounters)
    with connection.cursor() as cursor:
        staged(cursor, "encounters_told", ENCOUNTER, rows)
        cursor.execute(WRITE_ENCOUNTERS)
