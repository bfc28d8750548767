from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from makegood.conversations.models import Thread
from makegood.customers.models import Customer
from makegood.engines.text.privacy import mask
from makegood.people.models import Branch
from makegood.wires.postgres import stage

STAGED = {
    "row": "int8", "customer_id": "int8", "branch_id": "int8", "subject_text": "text", "opened_at": "timestamptz",
}  # fmt: skip
# Numbered in the order of the rows, so that sorted ids are in that order too.
OPEN = """
INSERT INTO conversations_thread (customer_id, branch_id, subject_text, opened_at)
SELECT customer_id, branch_id, subject_text, opened_at FROM conversations_thread_stage ORDER BY row RETURNING id
"""


@dataclass(frozen=True, slots=True)
class NewThread:
    """A correspondence to be opened in bulk; personal data in ``subject`` is starred out."""

    subject: str = ""
    customer_id: int | None = None
    branch_id: int | None = None
    opened_at: datetime | None = None


def open_thread(
    *, customer: Customer | None = None, branch: Branch | None = None, subject: str = "", at: datetime
) -> Thread:
    """Begin a correspondence. Not journalled: its first message, case or feedback is."""
    return Thread.objects.create(customer=customer, branch=branch, subject_text=mask(subject).text[:200], opened_at=at)


def open_threads(threads: Sequence[NewThread], *, at: datetime) -> list[int]:
    """Many at once: the ids in the order given, by COPY and one statement."""
    if not threads:
        return []
    rows = (
        (row, new.customer_id, new.branch_id, mask(new.subject).text[:200], new.opened_at or at)
        for row, new in enumerate(threads)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        stage(cursor, "conversations_thread_stage", STAGED, rows)
        cursor.execute(OPEN)
        return sorted(pk for (pk,) in cursor.fetchall())


def bind_customer(thread: Thread, customer: Customer) -> bool:
    """Say whose thread it is, once it is known; False when it belonged to somebody already."""
    return bool(Thread.objects.filter(pk=thread.pk, customer=None).update(customer=customer))
