"""More time for the promises of a case: what may be asked for, what waits, what was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from makegood.approvals.models import ApprovalRequest
from makegood.cases.models import Case
from makegood.commitments.models import ExtensionRequest
from makegood.commitments.queries import ClockReading
from makegood.panels.durations import budget_words

State = ExtensionRequest.State


def of_case(clocks: Sequence[ClockReading], asked: Sequence[ExtensionRequest], *, may_ask: bool) -> dict[str, Any]:
    """``extendable`` clocks, those ``waiting`` for an answer, and what was ``given``, newest last."""
    waiting = [one for one in asked if one.state == State.ASKED and one.clock.state in ("running", "paused")]
    busy = {one.clock_id for one in waiting}
    return {
        "extendable": [clock for clock in clocks if clock.may_extend and clock.clock_id not in busy] if may_ask else [],
        "waiting": waiting,
        "given": [one for one in asked if one.state == State.AGREED and one.due_after],
    }


def more_time_asked(asked: Iterable[ApprovalRequest]) -> dict[int, dict[str, Any]]:
    """What each request for more time is about, by the approval's id, in two queries."""
    about = {row.subject_id: row.pk for row in asked if row.kind == "extension"}
    if not about:
        return {}
    found = ExtensionRequest.objects.filter(pk__in=about).select_related("clock__version", "clock__commitment")
    rows = list(found)
    cases = Case.objects.in_bulk([one.clock.subject_id for one in rows if one.clock.subject_kind == "case"])
    return {
        about[one.pk]: {
            "one": one,
            "case": cases.get(one.clock.subject_id) if one.clock.subject_kind == "case" else None,
            "adds": budget_words(one.clock.version.steps()[one.step - 1].adds, one.clock.version.budget_kind),
        }
        for one in rows
    }
