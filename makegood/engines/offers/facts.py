"""What a policy may look at."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"
    CRITICAL = "critical"


class Fault(StrEnum):
    OURS = "ours"
    SHARED = "shared"
    PARTNER = "partner"
    CUSTOMER = "customer"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class Loss(StrEnum):
    MONEY = "money"
    GOODS = "goods"
    TIME = "time"
    ESTEEM = "esteem"  # was treated without respect
    NONE = "none"


class Acceptance(StrEnum):
    """Whether the customer kept the flawed service or goods, or refused them."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Facts:
    """One failure as a policy sees it. Money is in minor units; ``given`` is what this case was already promised.

    ``failures`` counts the customer's earlier failures in the last 90 days, ``apologies`` those of this case.
    """

    severity: str = Severity.MINOR
    fault: str = Fault.UNKNOWN
    loss: str = Loss.NONE
    acceptance: str = Acceptance.UNKNOWN
    tier: str = "normal"
    channel: str = ""
    branch: str = ""
    guarantee: str = ""
    price: int = 0
    loss_amount: int = 0
    failures: int = 0
    apologies: int = 0
    given: int = 0
    is_group: bool = False

    def as_data(self) -> dict[str, Any]:
        return {key: str(value) if isinstance(value, StrEnum) else value for key, value in asdict(self).items()}


#: Columns with a closed set of values; those with None take any text.
WORDS: dict[str, tuple[str, ...] | None] = {
    "severity": tuple(Severity),
    "fault": tuple(Fault),
    "loss": tuple(Loss),
    "acceptance": tuple(Acceptance),
    "tier": ("normal", "silver", "gold", "vip"),
    "channel": None,
    "branch": None,
    "guarantee": None,
}
NUMBERS = frozenset({"price", "loss_amount", "failures", "apologies"})
FLAGS = frozenset({"is_group", "is_guarantee"})
COLUMNS = frozenset(WORDS) | NUMBERS | FLAGS


def cell(facts: Facts, column: str) -> Any:
    """The value of a column; ``is_guarantee`` is true for any breached guarantee."""
    return bool(facts.guarantee) if column == "is_guarantee" else getattr(facts, column)
