"""What this room does; each verb in a file of its own."""

from makegood.commitments.operations.define_calendar import (
    define_calendar,
    extend_calendar,
    extend_calendars,
    preview_calendar,
)
from makegood.commitments.operations.draft import Draft, draft_commitment
from makegood.commitments.operations.hear import hear, hear_batch, measure_history
from makegood.commitments.operations.merge import merge_clocks
from makegood.commitments.operations.publish import publish, review, send_back, withdraw_commitment
from makegood.commitments.operations.sweep import sweep
from makegood.commitments.rules.signals import Signal, Subject

__all__ = [
    "Draft",
    "Signal",
    "Subject",
    "define_calendar",
    "draft_commitment",
    "extend_calendar",
    "extend_calendars",
    "hear",
    "hear_batch",
    "measure_history",
    "merge_clocks",
    "preview_calendar",
    "publish",
    "review",
    "send_back",
    "sweep",
    "withdraw_commitment",
]
