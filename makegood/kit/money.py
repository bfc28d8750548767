"""Money in minor units (fen, cents) of one currency; arithmetic never mixes currencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import total_ordering

MINOR_DIGITS = {"CNY": 2, "HKD": 2, "TWD": 2, "USD": 2, "EUR": 2, "GBP": 2, "JPY": 0, "POINTS": 0}
SIGNS = {"CNY": "¥", "HKD": "HK$", "TWD": "NT$", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥"}


class CurrencyMismatch(ValueError):
    pass


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount: ``minor`` units (int, may be negative) of ``currency`` (ISO 4217 code, or POINTS)."""

    minor: int
    currency: str = "CNY"

    @classmethod
    def zero(cls, currency: str = "CNY") -> Money:
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str = "CNY") -> Money:
        """From major units ("12.50"), rounded half to even at the currency's minor unit."""
        scale = Decimal(10) ** MINOR_DIGITS.get(currency, 2)
        return cls(int((Decimal(amount) * scale).quantize(Decimal(1), ROUND_HALF_EVEN)), currency)

    @property
    def major(self) -> Decimal:
        return Decimal(self.minor).scaleb(-MINOR_DIGITS.get(self.currency, 2))

    def __str__(self) -> str:
        """For people: ¥1,234.50, or 1,234 POINTS where there is no sign."""
        sign = SIGNS.get(self.currency)
        text = f"{abs(self.major):,.{MINOR_DIGITS.get(self.currency, 2)}f}"
        return ("-" if self.minor < 0 else "") + (f"{sign}{text}" if sign else f"{text} {self.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def times(self, factor: Decimal | int | str) -> Money:
        """Scaled by ``factor`` and rounded half to even to a whole minor unit."""
        return Money(int((Decimal(self.minor) * Decimal(factor)).quantize(Decimal(1), ROUND_HALF_EVEN)), self.currency)

    def split(self, parts: int) -> list[Money]:
        """``parts`` shares differing by at most one minor unit whose sum is exactly this amount."""
        if parts < 1:
            raise ValueError("parts must be at least 1")
        share, rest = divmod(self.minor, parts)
        return [Money(share + (1 if i < rest else 0), self.currency) for i in range(parts)]

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be mixed")
