from makegood.cases.queries.figures import CaseCounts, counts, open_by_age
from makegood.cases.queries.hand_offs import open_hand_off, waiting_for
from makegood.cases.queries.listing import CaseFilters, cases_for_list, found_by
from makegood.cases.queries.page import (
    as_seen,
    blockers,
    case_called,
    case_of_thread,
    history_of,
    may_take_over,
    moves_of,
    step_of,
    tracking_token,
)
from makegood.cases.queries.timeline import TimelineRow, timeline_rows

__all__ = [
    "CaseCounts",
    "CaseFilters",
    "TimelineRow",
    "as_seen",
    "blockers",
    "case_called",
    "case_of_thread",
    "cases_for_list",
    "counts",
    "found_by",
    "history_of",
    "may_take_over",
    "moves_of",
    "open_by_age",
    "open_hand_off",
    "step_of",
    "timeline_rows",
    "tracking_token",
    "waiting_for",
]
