"""The ladder by which a promise in danger climbs from the site to the head office.

A rung is due after a share of the budget, or some time after the breach. Shares are counted as the promise counts, so
a pause or a holiday holds them back. After the breach a promise in working time goes on counting by its own calendar,
and one by the clock counts the hours in which the house is awake: neither a holiday nor a night carries a matter up
while nobody could have taken it. What is urgent counts every hour.

A rung rings once. A late look rings the highest rung that is due and leaves out those below it: whoever they would
have called is called together with it (`ringing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from makegood.commitments.rules.meter import BY_THE_CLOCK, Pause, warning_times
from makegood.commitments.rules.terms import Terms
from makegood.engines.calendar import Calendar, parse_windows

MOST_RUNGS = 6
LONGEST_AFTER = 90 * 86_400


class Reach(StrEnum):
    OWNER = "owner"
    SITE = "site"
    REGION = "region"
    HEAD_OFFICE = "head_office"


class Rung(NamedTuple):
    """`share` percent of the budget, or, where it is None, `after` seconds after the breach."""

    reach: Reach
    share: int | None = None
    after: int = 0
    by_email: bool = False

    def as_data(self) -> dict[str, Any]:
        return {"reach": self.reach.value, "share": self.share, "after": self.after, "by_email": self.by_email}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Rung:
        return cls(Reach(data["reach"]), data["share"], data["after"], data["by_email"])


def faults_of(rungs: Sequence[Rung]) -> list[str]:
    """What keeps these rungs from being a ladder, as codes: too_many, share, after, order, descends."""
    found = []
    if len(rungs) > MOST_RUNGS:
        found.append("too_many")
    if any(rung.share is not None and not 1 <= rung.share <= 99 for rung in rungs):
        found.append("share")
    if any(not 0 <= rung.after <= LONGEST_AFTER for rung in rungs):
        found.append("after")
    moments = [(rung.share is None, rung.share or rung.after) for rung in rungs]
    if any(later <= earlier for earlier, later in pairwise(moments)):
        found.append("order")
    heights = [list(Reach).index(rung.reach) for rung in rungs]
    if heights != sorted(heights):
        found.append("descends")
    return found


def before_breach(rungs: Sequence[Rung]) -> int:
    """How many rungs are due while the promise can still be kept."""
    return sum(rung.share is not None for rung in rungs)


@lru_cache(maxsize=256)
def awake(time_zone: str, quiet_from: time, quiet_until: time) -> Calendar:
    """The hours in which people may be called, every day; equal ends leave no quiet hours."""
    if quiet_from == quiet_until:
        return Calendar.always(time_zone)
    opens, closes = quiet_until.strftime("%H:%M"), quiet_from.strftime("%H:%M")
    closes = "24:00" if closes == "00:00" else closes
    return Calendar(time_zone, (parse_windows(f"{opens}-{closes}"),) * 7)


def ring_times(
    terms: Terms,
    started_at: datetime,
    pauses: Sequence[Pause],
    due: datetime | None,
    rungs: Sequence[Rung],
    *,
    is_urgent: bool,
    waking: Calendar,
) -> list[datetime]:
    """When each rung is due, in order; [] while a pause without end holds the promise."""
    if due is None:
        return []
    shares = tuple(rung.share / 100 for rung in rungs if rung.share is not None)
    early = warning_times(replace(terms, warning_shares=shares), started_at, pauses, due)
    return early + [_after(terms, due, rung.after, is_urgent, waking) for rung in rungs if rung.share is None]


def _after(terms: Terms, due: datetime, seconds: int, is_urgent: bool, waking: Calendar) -> datetime:
    span = timedelta(seconds=seconds)
    if is_urgent:
        return due + span
    calendar = waking if terms.kind in BY_THE_CLOCK else terms.calendar
    return calendar.add_working_time(due, span)


def rungs_due(times: Sequence[datetime], before: int, at: datetime, *, is_broken: bool) -> int:
    """How many rungs are due at `at`. Those after the breach wait until the breach is established."""
    passed = sum(moment <= at for moment in times)
    return passed if is_broken else min(passed, before)


def ringing(rungs: Sequence[Rung], done: int, now: int) -> list[Rung]:
    """Whom a look calls that brings a ladder from `done` rungs to `now`: each place once, the highest first.

    A place that several rungs call is called by the last of them, by e-mail if any of them says so.
    """
    by_reach: dict[Reach, Rung] = {}
    for rung in rungs[done:now]:
        before = by_reach.get(rung.reach)
        by_reach[rung.reach] = rung._replace(by_email=rung.by_email or (before is not None and before.by_email))
    return sorted(by_reach.values(), key=lambda rung: list(Reach).index(rung.reach), reverse=True)
