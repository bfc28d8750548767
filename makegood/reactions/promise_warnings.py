"""A promise is nearly due, was broken, or climbs the ladder: people of the house hear of it, and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.commitments.events import PromiseBroken, PromiseDueSoon, PromiseEscalated
from makegood.commitments.models import Clock, Escalation
from makegood.commitments.queries import clocks_of
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.notices.operations import tell
from makegood.reactions.subjects import About, promise_words
from makegood.reactions.whom_to_call import OWNER, in_charge, may_hear, whom_to_call


@on(PromiseDueSoon, PromiseBroken, outside=True)
def warn_those_responsible(event: PromiseDueSoon | PromiseBroken, entry: Entry) -> None:
    """Before it is due the owner hears of it; broken, so does whoever is in charge, unless a ladder calls them. D5"""
    clock = _clock(event.clock_id)
    about, is_broken = About.of(clock), isinstance(event, PromiseBroken)
    owner = about.case.owner_id if about.case else None
    whom = may_hear({owner}, about, clock.branch) if owner else set()
    if not whom or (is_broken and not Escalation.objects.filter(clock=clock).exists()):
        whom |= in_charge(clock, about)
    kind, round_ = ("broken", event.verdict) if is_broken else ("due_soon", event.share)  # type: ignore[union-attr]
    tell(
        whom, f"promise.{kind}", _params(clock, about, entry.now), link=about.link, at=entry.now,
        key=f"{_key(clock)}:{kind}:{round_}", is_urgent=_is_urgent(about),
    )  # fmt: skip


@on(PromiseEscalated, outside=True)
def call_the_rung(event: PromiseEscalated, entry: Entry) -> None:
    """Rings the people of the rung, the highest place first; what is answered or taken up by now rings nobody. D5"""
    one = Escalation.objects.select_related("ladder").get(clock=event.clock_id)
    if not one.is_open:
        return
    clock = _clock(event.clock_id)
    about = About.of(clock)
    params = _params(clock, about, entry.now) | {"clock": clock.pk}
    is_broken = clock.state == Clock.State.BROKEN
    for rung in one.called(event.since, event.rung):
        if is_broken and rung.share is not None and rung.reach == OWNER:
            continue  # a late look: the owner hears of the breach itself
        tell(
            whom_to_call(rung.reach, clock, about, at=entry.now),
            "promise.climbed" if is_broken else "promise.climbing",
            params | {"reach": rung.reach.value}, link=about.link, at=entry.now,
            key=f"{_key(clock)}:rung:{event.rung}", is_urgent=one.is_urgent, by_email=rung.by_email,
        )  # fmt: skip


def _clock(pk: int) -> Clock:
    return Clock.objects.select_related("commitment", "version", "branch").get(pk=pk)


def _key(clock: Clock) -> str:
    """More time makes a new danger: its warnings are not those of before."""
    return f"clock:{clock.pk}" + (f"+{clock.extended}" if clock.extended else "")


def _is_urgent(about: About) -> bool:
    return about.case is not None and about.case.urgency == "urgent"


def _params(clock: Clock, about: About, at: datetime) -> dict[str, Any]:
    """Data, not words: each reader gets their own language and the time of their own branch."""
    readings = clocks_of(clock.subject_kind, [clock.subject_id], at=at)
    left = next((reading.seconds_left for reading in readings if reading.clock_id == clock.pk), 0)
    return {
        "promise": promise_words(clock),
        "subject": about.subject,
        "left": max(0, left),
        "due_at": clock.due_at.isoformat() if clock.due_at else "",
    }
