"""Everything said and done on a case in one order, from a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from makegood.cases.models import Case, CaseMove, Rating
from makegood.cases.queries.page import moves_of
from makegood.conversations.models import Message
from makegood.conversations.queries import messages_of
from makegood.kit.actor import Actor

# These leave a message, too: it says more than the move.
SAID = frozenset({"acknowledge", "reply", "write_note", "ask_customer", "customer_wrote"})


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One line: ``thing`` is the message, move or rating itself."""

    at: datetime
    actor: Actor
    kind: str
    thing: Message | CaseMove | Rating


def timeline_rows(case: Case, *, for_customer: bool = False) -> list[TimelineRow]:
    """Messages, moves and ratings, oldest first, in three queries; the customer gets no note and no move."""
    messages = messages_of([case.thread_id])
    if for_customer:
        messages = messages.for_customer()
    rows = [TimelineRow(m.occurred_at, m.author, "message", m) for m in messages]
    if not for_customer:
        rows += [TimelineRow(m.at, m.actor, "move", m) for m in moves_of(case) if m.verb not in SAID]
    customer = case.customer.actor if case.customer else Actor("customer", 0)  # type: ignore[arg-type]
    rows += [TimelineRow(r.at, customer, "rating", r) for r in Rating.objects.filter(case=case)]
    return sorted(rows, key=lambda row: row.at)
