from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from makegood.intake.queries import ChannelDay, daily_balance
from makegood.kit.periods import Period
from makegood.panels.web import StaffRequest

DAYS = (14, 60, 365)


@dataclass(frozen=True)
class BalanceDay:
    """One day over all channels, and each channel of it."""

    day: date
    channels: list[ChannelDay]

    @property
    def received(self) -> int:
        return sum(line.received for line in self.channels)

    @property
    def holds(self) -> bool:
        return all(line.holds for line in self.channels)


def balance_page(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    """N11: each day, each channel: received = accepted + duplicates + quarantined."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(n) for n in DAYS} else DAYS[0]
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    lines = daily_balance(Period.last_days(days, until=midnight), zone=timezone.get_current_timezone_name())
    found: dict[date, list[ChannelDay]] = {}
    for line in lines:
        found.setdefault(line.day, []).append(line)
    shown = [BalanceDay(day, channels) for day, channels in found.items()]
    totals = {name: sum(getattr(line, name) for line in lines) for name in ("received", "accepted", "duplicates",
                                                                            "quarantined")}  # fmt: skip
    return {
        "days": shown,
        "totals": totals,
        "missing": sum(line.missing for line in lines),
        "span": days,
        "spans": DAYS,
    }
