"""The five movements of a budget and the balance they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from makegood.kit.money import Money


class Kind(StrEnum):
    FUND = "fund"
    RESERVE = "reserve"
    SPEND = "spend"
    RELEASE = "release"
    REVERSE = "reverse"


class Purpose(StrEnum):
    SOURCE = "source"  # where budgets are funded from; its balance is minus everything ever granted
    AVAILABLE = "available"
    RESERVED = "reserved"
    SPENT = "spent"
    ISSUED = "issued"  # the other side of what customers hold, such as points
    HOLDER = "holder"


FLOWS: Mapping[Kind, tuple[Purpose, Purpose]] = {
    Kind.FUND: (Purpose.SOURCE, Purpose.AVAILABLE),
    Kind.RESERVE: (Purpose.AVAILABLE, Purpose.RESERVED),
    Kind.SPEND: (Purpose.RESERVED, Purpose.SPENT),
    Kind.RELEASE: (Purpose.RESERVED, Purpose.AVAILABLE),
}


class Balance(NamedTuple):
    """What a budget holds, in minor units of ``unit``. Each figure is a sum over postings."""

    unit: str
    available: int = 0
    reserved: int = 0
    spent: int = 0

    @property
    def funded(self) -> int:
        return self.available + self.reserved + self.spent

    @property
    def used_share(self) -> float:
        """Reserved and spent together as a share of what was granted; 0 before anything was."""
        return (self.reserved + self.spent) / self.funded if self.funded > 0 else 0.0

    def money(self, figure: str) -> Money:
        """One figure (``available``, ``reserved``, ``spent`` or ``funded``) as an amount."""
        return Money(getattr(self, figure), self.unit)

    def after(self, effects: Mapping[Purpose, int]) -> Balance:
        return Balance(
            self.unit,
            self.available + effects.get(Purpose.AVAILABLE, 0),
            self.reserved + effects.get(Purpose.RESERVED, 0),
            self.spent + effects.get(Purpose.SPENT, 0),
        )


def effects_of(kind: Kind, minor: int) -> dict[Purpose, int]:
    """Signed change of each account that a movement of ``minor`` units makes; the values sum to zero."""
    giver, taker = FLOWS[kind]
    return {giver: -minor, taker: minor}


def overdraws(balance: Balance, *, is_hard: bool) -> bool:
    """Whether no budget may stand like this. A soft budget may promise more than it has; it never spends unreserved."""
    return balance.reserved < 0 or balance.spent < 0 or (is_hard and balance.available < 0)


def falls_below(before: Balance, after: Balance, *, percent: int) -> bool:
    """Whether this movement took the available part below ``percent`` of what was granted."""
    line = before.funded * percent
    return before.available * 100 >= line > after.available * 100
