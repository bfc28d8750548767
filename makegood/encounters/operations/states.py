"""Changes of state written together; the same one told again is no news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from makegood.encounters.events import StateEntered
from makegood.encounters.models import Encounter, StateChange
from makegood.encounters.operations.stages import Dated
from makegood.encounters.rules.states import StateRow

Key = tuple[int, str, datetime]


def write_states(pairs: Sequence[tuple[Encounter, StateRow]]) -> tuple[list[Dated], list[bool]]:
    """An event for each change that became known, and whether each pair was news.

    The encounters must be locked by this transaction.
    """
    if not pairs:
        return [], []
    asked = {encounter.pk for encounter, _row in pairs}
    known: set[Key] = set(
        StateChange.objects.filter(encounter__in=asked).order_by().values_list("encounter", "name", "at")
    )
    fresh: list[StateChange] = []
    told: list[Dated] = []
    is_news: list[bool] = []
    for encounter, row in pairs:
        key = (encounter.pk, row.name, row.at)
        is_news.append(key not in known)
        if key in known:
            continue
        known.add(key)
        fresh.append(StateChange(encounter=encounter, name=row.name, at=row.at))
        told.append((_entered(encounter, row), row.at))
    StateChange.objects.bulk_create(fresh, batch_size=5_000)
    return told, is_news


def _entered(encounter: Encounter, row: StateRow) -> StateEntered:
    return StateEntered(
        encounter.pk, row.name, encounter.kind, encounter.channel, encounter.branch_id, encounter.category
    )
