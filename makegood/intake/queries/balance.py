"""The daily proof that nothing was lost (N11).

What was *received* is counted in the raw store (arrivals and repeats), what became of it in the rooms it
went to: feedback that exists, repeats whose first arrival exists, quarantined arrivals. The two counts come
from different tables, so an arrival that led nowhere makes the day fail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from makegood.intake.models import Arrival, Outcome
from makegood.kit.periods import Period

BALANCE = """
WITH came AS (
  SELECT a.channel_id, (a.received_at AT TIME ZONE %(zone)s)::date AS day, f.id IS NOT NULL AS is_accepted,
         false AS is_repeat, f.id IS NULL AND a.outcome = 'quarantined' AS is_quarantined
  FROM intake_arrival a LEFT JOIN intake_feedback f ON f.arrival_id = a.id
  WHERE a.received_at >= %(start)s AND a.received_at < %(end)s
  UNION ALL
  SELECT r.channel_id, (r.received_at AT TIME ZONE %(zone)s)::date, false, true, false
  FROM intake_repeat r WHERE r.received_at >= %(start)s AND r.received_at < %(end)s)
SELECT c.code, c.name, day, count(*), count(*) FILTER (WHERE is_accepted), count(*) FILTER (WHERE is_repeat),
       count(*) FILTER (WHERE is_quarantined)
FROM came JOIN intake_channel c ON c.id = came.channel_id
GROUP BY c.code, c.name, day ORDER BY day DESC, c.code
"""


@dataclass(frozen=True, slots=True)
class ChannelDay:
    """One channel on one day (in the zone asked for): counts of what came and what became of it."""

    channel: str
    name: str
    day: date
    received: int
    accepted: int
    duplicates: int
    quarantined: int

    @property
    def missing(self) -> int:
        """Arrivals that led nowhere. Anything but 0 is an alarm."""
        return self.received - self.accepted - self.duplicates - self.quarantined

    @property
    def holds(self) -> bool:
        return self.missing == 0


def daily_balance(period: Period, *, zone: str = "Asia/Shanghai") -> list[ChannelDay]:
    """received = accepted + duplicates + quarantined for each channel and local day, newest day first."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCE, {"zone": ZoneInfo(zone).key, "start": period.start, "end": period.end})
        return [ChannelDay(*row) for row in cursor.fetchall()]


def lost_arrivals(period: Period) -> QuerySet[Arrival]:
    """The rows behind a day that does not hold: arrivals that are neither feedback nor quarantined."""
    came = Arrival.objects.filter(received_at__gte=period.start, received_at__lt=period.end)
    return came.filter(feedback=None).exclude(outcome=Outcome.QUARANTINED).select_related("channel")


def quarantined_arrivals(channel_ids: Sequence[int]) -> QuerySet[Arrival]:
    """What waits for a person without being a row of a file (``waiting_rows`` has those), newest first."""
    waiting = Arrival.objects.filter(outcome=Outcome.QUARANTINED, quarantined_row=None, channel__in=channel_ids)
    return waiting.select_related("channel").order_by("-received_at")
