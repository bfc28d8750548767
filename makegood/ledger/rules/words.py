"""Amounts as people write them."""

from __future__ import annotations

from makegood.kit.money import SIGNS, Money

STOCK = "stock:"


def is_money(unit: str) -> bool:
    return unit in SIGNS


def stock_unit(code: str) -> str:
    """The unit in which pieces of one kind of goods are counted."""
    return STOCK + code


def written(amount: Money) -> str:
    """``¥1,234.50`` for money, a plain number for points and goods."""
    if not is_money(amount.currency):
        return f"{amount.minor:,}"
    sign = "-" if amount.minor < 0 else ""
    return f"{sign}{SIGNS[amount.currency]}{abs(amount.major):,}"
