"""What all ways in have in common: places and customers found, rows merged, what became known told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from makegood import journal
from makegood.customers.operations import NewCustomer, register_many
from makegood.encounters.events import StagesTold
from makegood.encounters.models import StageBatch
from makegood.encounters.operations.lines import Told
from makegood.encounters.operations.merge import Merged, merge
from makegood.encounters.operations.record import tell
from makegood.encounters.queries.places import Branches
from makegood.encounters.rules.states import in_our_time
from makegood.encounters.rules.timings import EncounterRow, corrected
from makegood.kit.actor import Actor

EVENT_IDS = 500
ONE_BY_ONE = 200  # so many news are told each by itself, so that other systems hear of each; more are told together


def absorb(told: Sequence[Told], batch: StageBatch, places: Branches, *, by: Actor, at: datetime) -> Merged:
    """Make the readable lines part of what is known and tell it; sets the problem of those that cannot be true."""
    skew = batch.source.skew if batch.source else timedelta(0)
    for one in told:
        if one.line is not None:
            _place(one, places, skew)
    _find_customers(told, by=by, at=at)
    with journal.in_mode(journal.Mode.BACKFILL if batch.is_history else journal.current_mode()):
        done = _merge(told, at=at)
        _tell(batch, done, by=by, at=at)
    return done


def _place(one: Told, places: Branches, skew: timedelta) -> None:
    line = one.line
    assert line is not None
    branch_id = places.find(line.branch)
    if line.branch and branch_id is None:
        one.problem, one.detail = "unknown_branch", {"value": line.branch[:60]}
        return
    stages = (corrected(line.stage, skew),) if line.stage else ()
    one.row = EncounterRow(
        line.kind, line.reference, branch_id, line.began_at - skew if line.began_at else None, None, line.channel,
        None, line.ended_at - skew if line.ended_at else None, stages, line.category,
        (in_our_time(line.state, skew),) if line.state else (),
    )  # fmt: skip


def _find_customers(told: Sequence[Told], *, by: Actor, at: datetime) -> None:
    """Customers named by phone, e-mail or reference are found or registered, all together."""
    named = [one for one in told if one.row is not None and one.line and (one.line.contacts or one.line.customer)]
    people = [
        NewCustomer(
            external_ref=one.line.customer if one.line else "",
            contact=one.line.contacts[0] if one.line and one.line.contacts else None,
            branch_id=one.row.branch_id if one.row else None, registered_at=at,
        )
        for one in named
    ]  # fmt: skip
    for one, customer_id in zip(named, register_many(people, by=by, at=at) if people else (), strict=True):
        assert one.row is not None
        one.row = replace(one.row, customer_id=customer_id)


def _merge(told: Sequence[Told], *, at: datetime) -> Merged:
    rows = [one for one in told if one.row is not None and not one.problem]
    done = merge([one.row for one in rows if one.row is not None], at=at)
    for one, problem in zip(rows, done.problems, strict=True):
        if problem:
            one.problem = problem
            one.detail = _about(one)
    done.is_news = [is_news for is_news, problem in zip(done.is_news, done.problems, strict=True) if not problem]
    return done


def _about(one: Told) -> dict[str, str]:
    """The names that the reason speaks of."""
    stages, states = (one.row.stages, one.row.states) if one.row else ((), ())
    stage = {"stage": stages[0].name} if stages else {}
    return stage | ({"value": states[0].name} if states else {})


def _tell(batch: StageBatch, done: Merged, *, by: Actor, at: datetime) -> None:
    """Few news are told each by itself; many, and history, by the encounters they are about."""
    is_live = journal.current_mode() is journal.Mode.LIVE
    if is_live and len(done.told) <= ONE_BY_ONE:
        tell(done.told, by=by, at=at)
        return
    ids = sorted({event.subject_id for event, _at in done.told})
    parts = [tuple(ids[start : start + EVENT_IDS]) for start in range(0, len(ids), EVENT_IDS)]
    journal.record_many([StagesTold(batch.pk, part) for part in parts], by=by, at=at)
    late = [(event, moment) for event, moment in done.told if event.name == "encounters.StageLate"]
    if is_live:
        journal.record_many([e for e, _at in late], by=by, at=at, dated=[moment for _e, moment in late])
