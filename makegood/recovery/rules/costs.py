"""What an option costs the company and what it holds in the ledger until it is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum


class FulfilmentKind(StrEnum):
    PAYOUT = "payout"
    COUPON_CODE = "coupon_code"
    STOCK = "stock"
    POINTS = "points"
    LETTER = "letter"
    BOOKING = "booking"


@dataclass(frozen=True)
class Holding:
    """``amount`` of a ledger ``unit``; nothing is held where it is 0."""

    unit: str
    amount: int


def cost_of(amount: int, *, cost_share: Decimal, fixed_cost: int) -> int:
    """Fen the company pays for a remedy with ``amount`` fen of face value."""
    return fixed_cost + int((amount * cost_share).quantize(Decimal(1), ROUND_HALF_EVEN))


def value_of(amount: int, *, value_share: Decimal, fixed_value: int) -> int:
    """Fen the remedy is worth to the customer (A3)."""
    return fixed_value + int((amount * value_share).quantize(Decimal(1), ROUND_HALF_EVEN))


def holding_of(kind: FulfilmentKind, *, amount: int, cost: int, currency: str, stock_unit: str) -> Holding:
    """Goods hold one piece, points hold points, everything else holds its cost in money."""
    if kind is FulfilmentKind.STOCK and stock_unit:
        return Holding(stock_unit, 1)
    if kind is FulfilmentKind.POINTS:
        return Holding("POINTS", amount)
    return Holding(currency, cost)


def to_reserve(options: Iterable[Holding], *, alone: Iterable[Holding] = ()) -> dict[str, int]:
    """Unit → what an offer must hold: the dearest of the options the customer may take, and all that comes with any."""
    needed: dict[str, int] = {}
    for option in options:
        needed[option.unit] = max(needed.get(option.unit, 0), option.amount)
    for extra in alone:
        needed[extra.unit] = needed.get(extra.unit, 0) + extra.amount
    return {unit: amount for unit, amount in sorted(needed.items()) if amount > 0}
