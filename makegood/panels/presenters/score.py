from __future__ import annotations

from dataclasses import dataclass

from makegood.panels.presenters.promise import Words


@dataclass(frozen=True)
class IntervalBar:
    """A score with its interval and n on a scale; no ``value`` means there is not enough data to say."""

    label: Words
    n: int
    minimum_n: int = 1
    value: float | None = None
    low: float | None = None
    high: float | None = None
    scale: tuple[float, float] = (0.0, 100.0)
    unit: str = "%"
    target: float | None = None
    href: str = ""
    digits: int = 1

    @property
    def is_enough(self) -> bool:
        return self.value is not None and self.n >= self.minimum_n

    @property
    def words(self) -> str:
        return "" if self.value is None else f"{self.value:.{self.digits}f}{self.unit}"

    @property
    def range_words(self) -> str:
        if self.low is None or self.high is None:
            return ""
        return f"{self.low:.{self.digits}f}–{self.high:.{self.digits}f}{self.unit}"

    def _place(self, value: float | None) -> float | None:
        if value is None:
            return None
        start, end = self.scale
        return round(min(max(100 * (value - start) / (end - start), 0.0), 100.0), 2)

    @property
    def x(self) -> float | None:
        return self._place(self.value)

    @property
    def x_low(self) -> float | None:
        return self._place(self.low)

    @property
    def x_width(self) -> float | None:
        low, high = self._place(self.low), self._place(self.high)
        return None if low is None or high is None else round(max(high - low, 0.5), 2)

    @property
    def x_target(self) -> float | None:
        return self._place(self.target)


@dataclass(frozen=True)
class StatTile:
    """One number that opens the rows behind it."""

    label: Words
    value: Words | int
    href: str = ""
    unit: Words = ""
    note: Words = ""
    bar: IntervalBar | None = None
