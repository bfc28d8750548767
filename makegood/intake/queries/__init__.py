from makegood.intake.queries.balance import ChannelDay, daily_balance, lost_arrivals, quarantined_arrivals
from makegood.intake.queries.feedback import (
    answers_of_batch,
    feedback_of_batch,
    ids_of_batch,
    links_of,
    list_of,
)
from makegood.intake.queries.files import (
    Preview,
    PreviewRow,
    earlier_imports,
    left_behind,
    preview,
    suggested_for,
    table_of,
)
from makegood.intake.queries.quarantine import quarantine_file, reasons_of, waiting_rows

__all__ = [
    "ChannelDay",
    "Preview",
    "PreviewRow",
    "answers_of_batch",
    "daily_balance",
    "earlier_imports",
    "feedback_of_batch",
    "ids_of_batch",
    "left_behind",
    "links_of",
    "list_of",
    "lost_arrivals",
    "preview",
    "quarantine_file",
    "quarantined_arrivals",
    "reasons_of",
    "suggested_for",
    "table_of",
    "waiting_rows",
]
