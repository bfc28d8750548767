"""A guaranteed promise was broken, or was kept after all."""

from __future__ import annotations

from makegood.cases.models import Case
from makegood.cases.operations import choose_owner, open_case
from makegood.commitments.events import BreachWithdrawn, PromiseBroken
from makegood.commitments.models import Clock
from makegood.encounters.models import Encounter
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.reactions.subjects import case_behind
from makegood.recovery.operations import cancel_for_withdrawn_breach, propose_for_breach


@on(PromiseBroken, outside=True)
def make_good_a_broken_guarantee(event: PromiseBroken, entry: Entry) -> None:
    """A broken guarantee raises its remedy by itself, once; on an encounter it opens a case first. D6, N1"""
    if not event.remedy_code:
        return
    clock = Clock.objects.select_related("commitment").get(pk=event.clock_id)
    case = case_behind(clock) or _open_for_encounter(clock, entry)
    if case is not None:
        propose_for_breach(
            case, clock_id=clock.pk, guarantee=clock.commitment.code, remedy_code=event.remedy_code, at=entry.now
        )


def _open_for_encounter(clock: Clock, entry: Entry) -> Case | None:
    if clock.subject_kind != "encounter":
        return None
    encounter = Encounter.objects.select_related("customer", "branch").get(pk=clock.subject_id)
    owner = choose_owner(branch_id=encounter.branch_id, department_id=None)
    return open_case(
        encounter=encounter, owner=owner, title=f"{clock.commitment.name}：{encounter.reference}", source="internal",
        urgency="normal", severity="minor", price_minor=encounter.amount_minor, by=SYSTEM, at=entry.now,
    )  # fmt: skip


@on(BreachWithdrawn)
def take_back_what_was_not_owed(event: BreachWithdrawn, entry: Entry) -> None:
    """Later news showed that the promise was kept: its open offer is cancelled, an accepted one stands."""
    cancel_for_withdrawn_breach(event.clock_id, at=entry.now)
