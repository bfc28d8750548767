from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from makegood import journal
from makegood.encounters.events import EncounterRecorded, EncountersImported
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations.merge import merge
from makegood.encounters.operations.stages import Dated
from makegood.encounters.reasons import reason_text
from makegood.encounters.rules.timings import EncounterRow, StageRow
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.kit.money import Money

if TYPE_CHECKING:
    from makegood.customers.models import Customer
    from makegood.people.models import Branch

FIELDS = {
    "bad_kind": "kind", "bad_reference": "reference", "encounter_in_the_future": "started_at", "other_branch": "branch",
    "unknown_encounter": "reference", "bad_state": "states", "state_in_the_future": "states",
    "state_before_the_encounter": "states",
}  # fmt: skip


class NotTaken(Invalid):
    """`code` is the reason; the words are those of `encounters.reasons`."""

    def __init__(self, code: str, stage: str = "") -> None:
        super().__init__(reason_text(code, {"stage": stage}), field=FIELDS.get(code, "stages"))
        self.code = code


def record_encounter(
    *,
    kind: str,
    reference: str,
    branch: Branch,
    started_at: datetime,
    by: Actor,
    at: datetime,
    customer: Customer | None = None,
    channel: str = "",
    amount: Money | None = None,
    ended_at: datetime | None = None,
    stages: Sequence[StageRow] = (),
) -> Encounter:
    """An order, visit or session, found again by kind and reference. Raises NotTaken for impossible times.

    Of several beginnings the earliest stands; what was left out before is filled in.
    """
    customer_id = customer.pk if customer else None
    row = EncounterRow(
        kind, reference, branch.pk, started_at, customer_id, channel, amount, ended_at, tuple(stages)
    )  # fmt: skip
    return record_encounters([row], by=by, at=at)[0]


@transaction.atomic
def record_stage(
    encounter: Encounter,
    name: str,
    *,
    by: Actor,
    at: datetime,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    promised_at: datetime | None = None,
    expected_at: datetime | None = None,
    said_at: datetime | None = None,
    is_delayed: bool = False,
) -> Stage:
    """What is known about a stage now; repeatable, in any order. Raises NotTaken for impossible times."""
    row = StageRow(name, started_at, ended_at, promised_at, expected_at, said_at, is_delayed)
    record_encounters([EncounterRow(encounter.kind, encounter.reference, None, None, stages=(row,))], by=by, at=at)
    return Stage.objects.get(encounter=encounter, name=name)


@transaction.atomic
def record_encounters(rows: Sequence[EncounterRow], *, by: Actor, at: datetime) -> list[Encounter]:
    """Many encounters with their stages, in a few statements; repeatable. In the order of `rows`.

    In backfill mode the journal hears one sum a branch. Raises NotTaken for the first impossible row.
    """
    done = merge(rows, at=at)
    for place, problem in enumerate(done.problems):
        if problem:
            raise NotTaken(problem, rows[place].stages[done.at_stage[place]].name if place in done.at_stage else "")
    tell(done.told, by=by, at=at)
    return [done.encounters[row.key] for row in rows]


def tell(told: Sequence[Dated], *, by: Actor, at: datetime) -> None:
    """An entry for everything that became known; of history one sum a branch."""
    if journal.current_mode() is not journal.Mode.BACKFILL:
        journal.record_many([e for e, _at in told], by=by, at=at, dated=[moment for _e, moment in told])
        return
    encounters: Counter[int | None] = Counter()
    stages: Counter[int | None] = Counter()
    for event, _at in told:
        counts = encounters if isinstance(event, EncounterRecorded) else stages
        counts[event.scope_branch_id] += 1
    branches = sorted(pk for pk in {*encounters, *stages} if pk is not None)
    sums = [EncountersImported(pk, encounters[pk], stages[pk]) for pk in branches]
    journal.record_many(sums, by=by, at=at)
