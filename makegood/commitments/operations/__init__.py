"""What this room does; each verb in a file of its own."""

from makegood.commitments.operations.define_calendar import define_calendar, preview_calendar
from makegood.commitments.operations.draft import Draft, draft_commitment
from makegood.commitments.operations.escalation_acknowledge import acknowledge_escalations
from makegood.commitments.operations.escalation_climb import climb
from makegood.commitments.operations.escalation_ladder import define_ladder
from makegood.commitments.operations.extend import agree_extension, ask_extension, next_step, refuse_extension
from makegood.commitments.operations.extend_calendar import extend_calendar, extend_calendars
from makegood.commitments.operations.from_preset import draft_from_preset, known_presets
from makegood.commitments.operations.hear import hear, hear_batch, measure_history
from makegood.commitments.operations.merge import merge_clocks, undo_merge
from makegood.commitments.operations.observe import observe
from makegood.commitments.operations.publish import publish, review, send_back, withdraw_commitment
from makegood.commitments.operations.read_days import (
    DaysRead,
    check_hours,
    day_line,
    merged_days,
    read_days,
    read_holiday_file,
)
from makegood.commitments.operations.split import split_clocks, undo_split
from makegood.commitments.operations.sweep import sweep
from makegood.commitments.rules.escalation import Reach, Rung
from makegood.commitments.rules.extensions import Step
from makegood.commitments.rules.signals import Signal, Subject

__all__ = [
    "DaysRead",
    "Draft",
    "Reach",
    "Rung",
    "Signal",
    "Step",
    "Subject",
    "acknowledge_escalations",
    "agree_extension",
    "ask_extension",
    "check_hours",
    "climb",
    "day_line",
    "define_calendar",
    "define_ladder",
    "draft_commitment",
    "draft_from_preset",
    "extend_calendar",
    "extend_calendars",
    "hear",
    "hear_batch",
    "known_presets",
    "measure_history",
    "merge_clocks",
    "merged_days",
    "next_step",
    "observe",
    "preview_calendar",
    "publish",
    "read_days",
    "read_holiday_file",
    "refuse_extension",
    "review",
    "send_back",
    "split_clocks",
    "sweep",
    "undo_merge",
    "undo_split",
    "withdraw_commitment",
]
