"""Many tellings made part of what is known. Each is judged by itself: one that cannot be true spoils no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from makegood.encounters.events import EncounterRecorded
from makegood.encounters.models import Encounter, Stage
from makegood.encounters.operations.copying import write_encounter_rows
from makegood.encounters.operations.stages import Dated, write_stages
from makegood.encounters.operations.states import write_states
from makegood.encounters.queries.names import stage_names
from makegood.encounters.rules.states import what_is_wrong_with
from makegood.encounters.rules.timings import SKEW, EncounterRow, earliest, is_before, what_is_wrong

Key = tuple[str, str]
FILLED = ["started_at", "customer", "channel", "category", "amount_minor", "currency", "ended_at"]
COMPARED = ("started_at", "ended_at", "customer_id", "channel", "category", "amount_minor")
KINDS = frozenset(Encounter.Kind.values)


@dataclass
class Merged:
    """What came of the rows. `problems` and `is_news` are in their order; `at_stage`: which stage was wrong."""

    problems: list[str]
    is_news: list[bool]
    encounters: dict[Key, Encounter] = field(default_factory=dict)
    told: list[Dated] = field(default_factory=list)
    moved: set[Key] = field(default_factory=set)
    at_stage: dict[int, int] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)


def merge(rows: Sequence[EncounterRow], *, at: datetime) -> Merged:
    """Write what is true of `rows`; needs a transaction. Locks the encounters, in the order of their ids."""
    names = stage_names()
    done = Merged([""] * len(rows), [False] * len(rows))
    for place, row in enumerate(rows):
        _look(place, row, done, names, at)
    _open(rows, done, at)
    _fill(rows, done)
    _judge(rows, done)
    places = [p for p, problem in enumerate(done.problems) if not problem]
    pairs = [(done.encounters[rows[p].key], stage) for p in places for stage in rows[p].stages]
    owners = [p for p in places for _stage in rows[p].stages]
    done.stages, told, news = write_stages(pairs, at=at)
    changes = [(done.encounters[rows[p].key], state) for p in places for state in rows[p].states]
    owners += [p for p in places for _state in rows[p].states]
    entered, also = write_states(changes)
    for place, is_news in zip(owners, news + also, strict=True):
        done.is_news[place] = done.is_news[place] or is_news
    done.told += told + entered
    return done


def _look(place: int, row: EncounterRow, done: Merged, names: frozenset[str], at: datetime) -> None:
    """What can be seen of a row without knowing anything else."""
    if row.kind not in KINDS:
        done.problems[place] = "bad_kind"
    elif not row.reference.strip() or len(row.reference) > 80 or "\x00" in row.reference:
        done.problems[place] = "bad_reference"
    elif row.started_at is not None and row.started_at > at + SKEW:
        done.problems[place] = "encounter_in_the_future"
    for number, stage in enumerate(row.stages):
        if not done.problems[place] and (wrong := what_is_wrong(stage, at=at, names=names)):
            done.problems[place], done.at_stage[place] = wrong, number
    if not done.problems[place]:
        done.problems[place] = next(filter(None, (what_is_wrong_with(state, at=at) for state in row.states)), "")


def _open(rows: Sequence[EncounterRow], done: Merged, at: datetime) -> None:
    """Those not known yet are opened by the rows that name branch and beginning; all are locked."""
    good = [row for row, problem in zip(rows, done.problems, strict=True) if not problem]
    known = _by_key(good)
    fresh: dict[Key, EncounterRow] = {}
    for row in good:
        if row.key not in known and row.branch_id is not None and row.started_at is not None:
            first = fresh.setdefault(row.key, row)
            if first.started_at is not None and row.started_at < first.started_at:
                fresh[row.key] = row
    write_encounter_rows([_new(row) for row in fresh.values()])
    if fresh:
        known = _by_key(good)
    done.encounters, done.moved = known, set(fresh)
    news = set(fresh)
    for place, row in enumerate(rows):
        encounter = known.get(row.key)
        if done.problems[place]:
            continue
        if encounter is None:
            done.problems[place] = "unknown_encounter"
        elif row.branch_id is not None and row.branch_id != encounter.branch_id:
            done.problems[place] = "other_branch"
        else:
            done.is_news[place] = row.key in news
            news.discard(row.key)  # the next line about it is news only by what else it says
    done.told += [
        (_recorded(encounter), encounter.started_at) for key in fresh if (encounter := known.get(key)) is not None
    ]


def _fill(rows: Sequence[EncounterRow], done: Merged) -> None:
    """The earliest beginning and end stand; what was left out before is filled in."""
    changed: dict[Key, Encounter] = {}
    for place, row in enumerate(rows):
        if done.problems[place] or row.started_at is None:
            continue
        encounter = done.encounters[row.key]
        began = encounter.started_at
        if _filled(encounter, row):
            changed[row.key], done.is_news[place] = encounter, True
        if encounter.started_at < began:
            done.moved.add(row.key)
            done.told.append((_recorded(encounter), encounter.started_at))
    Encounter.objects.bulk_update(changed.values(), FILLED, batch_size=500)


def _filled(encounter: Encounter, row: EncounterRow) -> bool:
    before = [getattr(encounter, name) for name in COMPARED]
    encounter.started_at = earliest((encounter.started_at, row.started_at)) or encounter.started_at
    encounter.ended_at = earliest((encounter.ended_at, row.ended_at))
    encounter.customer_id = encounter.customer_id or row.customer_id
    encounter.channel = encounter.channel or row.channel
    encounter.category = encounter.category or row.category
    if encounter.amount_minor is None and row.amount is not None:
        encounter.amount_minor, encounter.currency = row.amount.minor, row.amount.currency
    return before != [getattr(encounter, name) for name in COMPARED]


def _judge(rows: Sequence[EncounterRow], done: Merged) -> None:
    """A stage before its encounter cannot be; where the encounter began is known only now."""
    for place, row in enumerate(rows):
        if done.problems[place]:
            continue
        for number, stage in enumerate(row.stages):
            if is_before(stage, done.encounters[row.key].started_at):
                done.problems[place], done.at_stage[place] = "before_the_encounter", number
                break
        if any(state.at < done.encounters[row.key].started_at - SKEW for state in row.states):
            done.problems[place] = done.problems[place] or "state_before_the_encounter"


def _by_key(rows: Iterable[EncounterRow]) -> dict[Key, Encounter]:
    found = Encounter.objects.filter(reference__in={row.reference for row in rows}).select_for_update()
    return {(e.kind, e.reference): e for e in found.order_by("pk")}


def _recorded(encounter: Encounter) -> EncounterRecorded:
    return EncounterRecorded(
        encounter.pk, encounter.kind, encounter.channel, encounter.branch_id, encounter.category
    )  # fmt: skip


def _new(row: EncounterRow) -> Encounter:
    assert row.started_at is not None
    assert row.branch_id is not None
    return Encounter(
        kind=row.kind, reference=row.reference, branch_id=row.branch_id, customer_id=row.customer_id,
        channel=row.channel, category=row.category, amount_minor=row.amount.minor if row.amount else None,
        currency=row.amount.currency if row.amount else "CNY", started_at=row.started_at, ended_at=row.ended_at,
    )  # fmt: skip
