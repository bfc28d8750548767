"""Half a year of visits, orders and service calls at 云杉生活; the last two days are live, some still going on.

Right now one table waits for its dishes beyond the promise, and one parcel is to come a day later than promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from makegood import journal
from makegood.encounters.operations import EncounterRow, StageRow, record_encounters
from makegood.kit.actor import SYSTEM
from makegood.kit.money import Money
from makegood.kit.story import DemoStory

DAYS, LIVE_DAYS = 182, 2
SHOPS = ("jingan", "xuhui", "xihu")
SLOWER = {"jingan": 1.0, "xuhui": 1.15, "xihu": 0.9}
SHANGHAI_IS_AHEAD = timedelta(hours=8)
PARCEL_DAYS = timedelta(days=3)
CROWDED, WEEKEND_NIGHTS = "xuhui", (4, 5)  # Friday and Saturday dinner: more tables than the kitchen can serve


def load(story: DemoStory) -> None:
    rows = sorted(_rows(story), key=_began)
    since = story.now - timedelta(days=LIVE_DAYS)
    past = [row for row in rows if _told_until(row) <= since]
    live = [row for row in rows if _told_until(row) > since] + [_late_dishes(story), _late_parcel(story)]
    with journal.in_mode(journal.Mode.BACKFILL):
        story.things["past_encounters"] = record_encounters(past, by=SYSTEM, at=since)
    story.things["encounters"] = story.things["past_encounters"] + record_encounters(live, by=SYSTEM, at=story.now)


def _told_until(row: EncounterRow) -> datetime:
    return max([_began(row), *(m for s in row.stages for m in (s.started_at, s.ended_at) if m)])


def _began(row: EncounterRow) -> datetime:
    assert row.started_at is not None
    return row.started_at


def _late_dishes(story: DemoStory) -> EncounterRow:
    """A table of this evening that ordered three quarters of an hour ago: its own offer is on the customer's page."""
    seated = (story.now - timedelta(minutes=52)).replace(microsecond=0)
    ordered = seated + timedelta(minutes=5)
    return EncounterRow(
        "visit", f"V{seated + SHANGHAI_IS_AHEAD:%y%m%d}88888", story.things["branches"]["xuhui"].pk, seated,
        _guest(story, 3), "on_site", Money(26_800),
        stages=(StageRow("queue", seated, ordered), StageRow("dishes", ordered)),
    )  # fmt: skip


def _guest(story: DemoStory, number: int) -> int:
    customers = story.things["customers"]
    return int(customers[number % len(customers)].pk)


def _late_parcel(story: DemoStory) -> EncounterRow:
    """The carrier said two hours ago that it will be a day late; the customer was told at once."""
    ordered = (story.now - PARCEL_DAYS).replace(microsecond=0)
    promised = ordered + PARCEL_DAYS + timedelta(hours=6)
    parcel = StageRow(
        "delivery", ordered + timedelta(hours=20), None, promised, promised + timedelta(days=1),
        story.now - timedelta(hours=2), is_delayed=True,
    )  # fmt: skip
    return EncounterRow(
        "order", f"D{ordered + SHANGHAI_IS_AHEAD:%y%m%d}88889", story.things["branches"]["jingan"].pk, ordered,
        _guest(story, 5), "web_form", Money(129_900), stages=(parcel,),
    )  # fmt: skip


def _rows(story: DemoStory) -> Iterator[EncounterRow]:
    midnight = (story.now + SHANGHAI_IS_AHEAD).replace(hour=0, minute=0, second=0, microsecond=0) - SHANGHAI_IS_AHEAD
    number = 0
    for back in range(DAYS, -1, -1):
        day = midnight - timedelta(days=back)
        busy = 1.6 if (day + SHANGHAI_IS_AHEAD).weekday() >= 5 else 1.0
        for _ in range(round(story.rng.uniform(7, 11) * busy)):
            number += 1
            row = _row(story, day, number)
            if _began(row) < story.now:
                yield _as_known(row, story.now)
        if (day + SHANGHAI_IS_AHEAD).weekday() in WEEKEND_NIGHTS:
            for row in _crowd(story, day, number):
                number += 1
                if _began(row) < story.now:
                    yield _as_known(row, story.now)
    for minutes in (6, 14, 23):  # at the tables this very moment
        number += 1
        seated = story.now - timedelta(minutes=minutes + 4)
        queue = StageRow("queue", seated, seated + timedelta(minutes=4))
        yield _encounter(story, "visit", number, seated, queue, StageRow("dishes", seated + timedelta(minutes=4)))


def _row(story: DemoStory, day: datetime, number: int) -> EncounterRow:
    rng = story.rng
    kind = rng.choices(("visit", "order", "service"), (5, 4, 1))[0]
    started = day + timedelta(hours=10, seconds=rng.triangular(0, 11 * 3600, 8 * 3600))
    if kind == "order":
        return _encounter(story, kind, number, started, _parcel(story, started))
    if kind == "service":
        answer = _lasting("human_answer", started, rng.expovariate(1 / 150))
        repair = _lasting("repair", _end(answer), rng.gammavariate(3, 17 * 3600))
        return _encounter(story, kind, number, started, *([answer, repair] if rng.random() < 0.4 else [answer]))
    queue = _lasting("queue", started, rng.gammavariate(2, 170))
    dishes = _lasting("dishes", _end(queue), rng.gammavariate(9, 125))
    checkout = _lasting("checkout", _end(dishes) + timedelta(minutes=35), rng.gammavariate(2, 55))
    return _encounter(story, kind, number, started, queue, dishes, checkout)


def _crowd(story: DemoStory, day: datetime, number: int) -> Iterator[EncounterRow]:
    """A full house in one evening: the more tables, the longer the kitchen takes for each."""
    rng = story.rng
    tables = rng.randint(4, 10)
    for k in range(tables):
        started = day + timedelta(hours=17.5, seconds=rng.triangular(0, 3 * 3600, 1.2 * 3600))
        queue = _lasting("queue", started, rng.gammavariate(3, 170))
        dishes = _lasting("dishes", _end(queue), rng.gammavariate(9, 125) * (0.76 + 0.055 * tables))
        checkout = _lasting("checkout", _end(dishes) + timedelta(minutes=40), rng.gammavariate(2, 55))
        yield _encounter(story, "visit", number + k + 1, started, queue, dishes, checkout, at=CROWDED)


def _parcel(story: DemoStory, ordered: datetime) -> StageRow:
    """Three days are promised; one in sixteen took longer, none of the last week."""
    leaves = ordered + timedelta(hours=story.rng.uniform(2, 20))
    is_slow = story.rng.random() < 1 / 16 and ordered < story.now - timedelta(days=9)
    days = story.rng.uniform(3.1, 5) if is_slow else story.rng.uniform(1, 2.8)
    arrives = (ordered + timedelta(days=days)).replace(microsecond=0)
    return StageRow("delivery", leaves.replace(microsecond=0), arrives, ordered.replace(microsecond=0) + PARCEL_DAYS)


def _lasting(name: str, start: datetime, seconds: float) -> StageRow:
    return StageRow(name, start, start + timedelta(seconds=round(seconds)))


def _end(stage: StageRow) -> datetime:
    assert stage.ended_at is not None
    return stage.ended_at


def _encounter(
    story: DemoStory, kind: str, number: int, started: datetime, *stages: StageRow, at: str = ""
) -> EncounterRow:
    rng = story.rng
    customer: Any = rng.choice(story.things["customers"])
    code = at or rng.choices(SHOPS, (4, 4, 3))[0]
    letter, channel = {"visit": ("V", "on_site"), "order": ("D", "web_form"), "service": ("S", "chat")}[kind]
    branch = story.things["branches"]["centre" if kind == "service" else code]
    price = {"visit": (38, 260), "order": (89, 3_999), "service": (0, 0)}[kind]
    amount = Money(rng.randint(*price) * 100) if price[1] else None
    slow = tuple(_stretched(stage, SLOWER[code]) if stage.name == "dishes" else stage for stage in stages)
    return EncounterRow(
        kind, f"{letter}{started + SHANGHAI_IS_AHEAD:%y%m%d}{number:05d}", branch.pk, started.replace(microsecond=0),
        customer.pk, channel, amount, stages=slow,
    )  # fmt: skip


def _stretched(stage: StageRow, factor: float) -> StageRow:
    if stage.started_at is None or stage.ended_at is None:
        return stage
    return _lasting(stage.name, stage.started_at, (stage.ended_at - stage.started_at).total_seconds() * factor)


def _if_past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment <= now else None


def _as_known(row: EncounterRow, now: datetime) -> EncounterRow:
    """What has not happened yet is not told."""
    stages = [
        StageRow(s.name, _if_past(s.started_at, now), _if_past(s.ended_at, now), s.promised_at)
        for s in row.stages
        if s.promised_at or (s.started_at and s.started_at <= now)
    ]
    return EncounterRow(
        row.kind, row.reference, row.branch_id, row.started_at, row.customer_id, row.channel, row.amount,
        stages=tuple(stages),
    )  # fmt: skip
