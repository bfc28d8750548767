"""The number a customer can read out on the phone: C, the date, and a count within the day."""

from __future__ import annotations

from datetime import date


def case_number(day: date, count: int) -> str:
    """C20261122-0042; beyond 9,999 a day the count simply grows longer."""
    return f"C{day:%Y%m%d}-{count:04d}"
