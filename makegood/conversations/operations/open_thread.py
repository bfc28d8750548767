from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from makegood.conversations.models import Thread
from makegood.customers.models import Customer
from makegood.engines.text.privacy import mask
from makegood.people.models import Branch


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


def open_threads(threads: Sequence[NewThread], *, at: datetime) -> list[Thread]:
    """Many at once, in the order given, in one statement a thousand."""
    rows = [
        Thread(
            customer_id=new.customer_id, branch_id=new.branch_id, subject_text=mask(new.subject).text[:200],
            opened_at=new.opened_at or at,
        )
        for new in threads
    ]  # fmt: skip
    return Thread.objects.bulk_create(rows, batch_size=1000)


def bind_customer(thread: Thread, customer: Customer) -> bool:
    """Say whose thread it is, once it is known; False when it belonged to somebody already."""
    return bool(Thread.objects.filter(pk=thread.pk, customer=None).update(customer=customer))
