"""More time for a promise that is still running, in the steps that its version allows.

A step is asked for, agreed to by somebody of its role or above, and then heard as a signal that counts from when it was
*asked*: so it is read with everything else that happened, in whatever order it becomes known. It adds to the budget of
the round that ran then, once, and only if the promise was not overdue at that moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST = 9
ROLES = ("team_lead", "branch_manager", "service_manager", "cx_manager")


@dataclass(frozen=True)
class Step:
    """`adds` counts in the promise's own unit (working days, or seconds); whoever has `role`, or one above it, agrees.
    With `tells` the customer is told the new date and why."""

    adds: int
    role: str = "service_manager"
    tells: bool = True

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Step:
        return cls(int(data["adds"]), str(data["role"]), bool(data["tells"]))

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def signal_name(commitment_id: int, step: int) -> str:
    """The signal of one step of one promise: two promises of a subject that were asked for at one instant are two."""
    return f"promise.{commitment_id}.extended.{step}"
