from makegood.triage.queries.agreement import agreement, disagreements
from makegood.triage.queries.facts import ItemFacts, facts_of
from makegood.triage.queries.inbox import Inbox, InboxFilters, inbox, item_of, next_waiting, waiting_count
from makegood.triage.queries.named import named_in
from makegood.triage.queries.why import Segment, WhyLine, marked, why

__all__ = [
    "Inbox", "InboxFilters", "ItemFacts", "Segment", "WhyLine", "agreement", "disagreements", "facts_of",
    "inbox", "item_of", "marked", "named_in", "next_waiting", "waiting_count", "why",
]  # fmt: skip
