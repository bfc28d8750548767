from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class BudgetOpened(Event, subject="budget"):
    budget_id: int
    branch_id: int | None


@dataclass(frozen=True)
class BudgetFunded(Event, subject="budget"):
    budget_id: int
    branch_id: int | None
    transfer_id: int


@dataclass(frozen=True)
class BudgetReserved(Event, subject="budget"):
    budget_id: int
    branch_id: int | None
    transfer_id: int


@dataclass(frozen=True)
class BudgetSpent(Event, subject="budget"):
    budget_id: int
    branch_id: int | None
    transfer_id: int


@dataclass(frozen=True)
class BudgetReleased(Event, subject="budget"):
    budget_id: int
    branch_id: int | None
    transfer_id: int


@dataclass(frozen=True)
class TransferReversed(Event, subject="budget"):
    budget_id: int
    branch_id: int | None
    transfer_id: int


@dataclass(frozen=True)
class BudgetRanLow(Event, subject="budget"):
    """A movement took what is available below the warning line of the budget."""

    budget_id: int
    branch_id: int | None
    percent: int
