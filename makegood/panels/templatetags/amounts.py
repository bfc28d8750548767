"""Money as people read it."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import ngettext

from makegood.kit.money import Money

register = template.Library()
SIGNS = {"CNY": "¥", "HKD": "HK$", "TWD": "NT$", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


@register.filter
def amount(money: Money | None) -> str:
    """¥1,280 or ¥1,280.50; points in words; nothing for None."""
    if money is None:
        return ""
    if money.currency == "POINTS":
        return ngettext("%(n)s point", "%(n)s points", money.minor) % {"n": f"{money.minor:,}"}
    major = money.major
    digits = 0 if major == major.to_integral_value() else 2
    sign = SIGNS.get(money.currency, f"{money.currency} ")
    return f"{'−' if major < 0 else ''}{sign}{abs(major):,.{digits}f}"


@register.filter
def yuan(minor: int | Decimal | None, currency: str = "CNY") -> str:
    """The same from minor units."""
    return "" if minor is None else amount(Money(int(minor), currency or "CNY"))
