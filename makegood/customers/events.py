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
