from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.encounters.events import EncounterRecorded, EncountersImported
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations.stages import Dated, write_stages
from makegood.encounters.rules.timings import SKEW, EncounterRow, StageRow, what_is_wrong
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid
from makegood.kit.money import Money

if TYPE_CHECKING:
    from makegood.customers.models import Customer
    from makegood.people.models import Branch

Key = tuple[str, str]
_WRONG = {
    "bad_name": _("“%(stage)s” is not a name for a stage. Use lower-case letters, digits, - and _."),
    "no_time": _("The stage “%(stage)s” has no time."),
    "in_the_future": _("The stage “%(stage)s” lies in the future. Check the clock of the sending system."),
    "before_the_encounter": _("The stage “%(stage)s” lies before its encounter."),
    "ends_before_it_began": _("The stage “%(stage)s” ends before it begins."),
}


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
    """An order, visit or session, found again by kind and reference. Raises Invalid for impossible times."""
    row = EncounterRow(
        kind,
        reference,
        branch.pk,
        started_at,
        customer.pk if customer else None,
        channel,
        amount,
        ended_at,
        tuple(stages),
    )
    return record_encounters([row], by=by, at=at)[0]


def record_stage(
    encounter: Encounter,
    name: str,
    *,
    by: Actor,
    at: datetime,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    promised_at: datetime | None = None,
) -> Stage:
    """What is known about a stage now; repeatable, in any order. Raises Invalid for impossible times."""
    row = StageRow(name, started_at, ended_at, promised_at)
    _check(row, encounter.started_at, at)
    with transaction.atomic():
        stages, told = write_stages([(encounter, row)])
        _tell(told, by=by, at=at)
    return stages[0]


@transaction.atomic
def record_encounters(rows: Sequence[EncounterRow], *, by: Actor, at: datetime) -> list[Encounter]:
    """Many encounters with their stages, in a few statements; repeatable. In the order of `rows`.

    In backfill mode the journal hears one sum a branch. Raises Invalid for the first impossible row.
    """
    for row in rows:
        _check_encounter(row, at)
    known = _by_key(rows)
    fresh = {(row.kind, row.reference): row for row in rows if (row.kind, row.reference) not in known}
    Encounter.objects.bulk_create((_new(row) for row in fresh.values()), batch_size=2_000, ignore_conflicts=True)
    found = _by_key(rows)
    encounters = [found[row.kind, row.reference] for row in rows]
    pairs = [(encounter, stage) for encounter, row in zip(encounters, rows, strict=True) for stage in row.stages]
    _stages, told = write_stages(pairs)
    recorded: list[Dated] = [
        (EncounterRecorded(e.pk, e.kind, e.channel, e.branch_id), e.started_at) for e in (found[key] for key in fresh)
    ]
    _tell([*recorded, *told], by=by, at=at)
    return encounters


def _by_key(rows: Sequence[EncounterRow]) -> dict[Key, Encounter]:
    references = {row.reference for row in rows}
    return {(e.kind, e.reference): e for e in Encounter.objects.filter(reference__in=references)}


def _new(row: EncounterRow) -> Encounter:
    return Encounter(
        kind=row.kind,
        reference=row.reference,
        branch_id=row.branch_id,
        customer_id=row.customer_id,
        channel=row.channel,
        amount_minor=row.amount.minor if row.amount else None,
        currency=row.amount.currency if row.amount else "CNY",
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _check_encounter(row: EncounterRow, at: datetime) -> None:
    if row.kind not in Encounter.Kind.values:
        raise Invalid(_("An encounter is an order, a visit or a service session."), field="kind")
    if not row.reference.strip() or len(row.reference) > 80 or "\x00" in row.reference:
        raise Invalid(_("An encounter needs a reference of at most 80 characters."), field="reference")
    if row.started_at > at + SKEW:
        raise Invalid(_("The encounter lies in the future."), field="started_at")
    for stage in row.stages:
        _check(stage, row.started_at, at)


def _check(row: StageRow, encounter_started_at: datetime, at: datetime) -> None:
    if wrong := what_is_wrong(row, encounter_started_at=encounter_started_at, at=at):
        raise Invalid(_WRONG[wrong], field="stages", stage=row.name)


def _tell(told: Sequence[Dated], *, by: Actor, at: datetime) -> None:
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
