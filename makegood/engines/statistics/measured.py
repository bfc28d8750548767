"""What a measurement can answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A value with the interval it stands in and the number of rows it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class NotEnough:
    """Too few rows to say anything: `n` were there, `minimum` are needed."""

    n: int
    minimum: int
