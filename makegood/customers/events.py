from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class CustomerRegistered(Event, subject="customer"):
    customer_id: int
    branch_id: int | None


@dataclass(frozen=True)
class PersonalDataRevealed(Event, subject="customer"):
    """``field`` was shown in clear to the acting person for ``purpose`` (a code)."""

    customer_id: int
    branch_id: int | None
    field: str
    purpose: str


@dataclass(frozen=True)
class CustomersImported(Event, subject="customer", about="first_customer_id"):
    """A file named ``count`` customers whom we did not know, with ids from the first to the last."""

    first_customer_id: int
    last_customer_id: int
    count: int
