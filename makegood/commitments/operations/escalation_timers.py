"""Keep the timers of the ladders in line with their clocks: written where clocks are, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time

from makegood.commitments.models import Clock, Escalation, EscalationLadder
from makegood.commitments.queries.promises import Promise
from makegood.commitments.queries.readings import pauses_of
from makegood.commitments.rules.escalation import awake, before_breach, ring_times
from makegood.commitments.rules.states import OPEN, ClockState
from makegood.commitments.rules.terms import Terms
from makegood.people.models import Branch, QuietHours

CHANGING = [
    "times", "ring_at", "waits_for_breach", "is_urgent", "is_over", "extended", "rung", "reach", "rung_at",
    "acknowledged_at", "acknowledged_by_id",
]  # fmt: skip
Urgent = Callable[[Clock], bool]


def keep_timers(
    new: Sequence[Clock], kept: Iterable[Clock], promises: Iterable[Promise], is_urgent: Urgent, *, at: datetime
) -> None:
    """A clock that begins steps on the ladder in force; one that goes on takes its timer along.

    In a fixed number of statements, none where no clock is live. `is_urgent` says what the subject is now.
    """
    ladders = _ladders(clock for clock in new if _may_climb(clock))
    known = {clock.pk: clock for clock in kept if not clock.is_history}
    found = list(Escalation.objects.filter(clock__in=known).select_related("ladder")) if known else []
    begun = [Escalation(clock=clock, ladder=ladder) for clock, ladder in ladders]
    if not found and not begun:
        return
    terms = {one.version_id: one for promise in promises for one in promise.terms}
    zones = dict(Branch.objects.values_list("pk", "time_zone"))
    quiet = QuietHours.in_force()
    changed = []
    for one in [*found, *begun]:
        clock = known.get(one.clock_id) or one.clock
        before = [getattr(one, name) for name in CHANGING]
        one.is_urgent = is_urgent(clock)
        _set(one, clock, terms[clock.version_id], zones.get(clock.branch_id or 0, "Asia/Shanghai"), quiet)
        _step_down(one, clock, at)
        if one.pk and before != [getattr(one, name) for name in CHANGING]:
            changed.append(one)
    Escalation.objects.bulk_create(begun, batch_size=2_000)
    Escalation.objects.bulk_update(changed, [name.removesuffix("_id") for name in CHANGING], batch_size=500)


def _may_climb(clock: Clock) -> bool:
    return not clock.is_history and not _is_over(clock)


def _is_over(clock: Clock) -> bool:
    """Kept, cancelled, merged; or broken, and by now done all the same."""
    return clock.state not in (*OPEN, ClockState.BROKEN) or (clock.ended_at is not None)


def _ladders(clocks: Iterable[Clock]) -> list[tuple[Clock, EscalationLadder]]:
    """The ladder of each clock: its promise's own, else the house's; one without rungs escalates nothing."""
    wanted = list(clocks)
    if not wanted:
        return []
    current = {ladder.commitment_id: ladder for ladder in EscalationLadder.objects.filter(is_current=True)}
    house = current.get(None)
    chosen = [(clock, current.get(clock.commitment_id, house)) for clock in wanted]
    return [(clock, ladder) for clock, ladder in chosen if ladder is not None and ladder.rungs]


def _set(one: Escalation, clock: Clock, terms: Terms, zone: str, quiet: tuple[time, time]) -> None:
    rungs = one.ladder.steps()
    one.early = before_breach(rungs)
    one.is_over = _is_over(clock)
    if not one.is_over:
        one.times = ring_times(
            terms.extended(clock.extended), clock.started_at, pauses_of(clock), clock.due_at, rungs,
            is_urgent=one.is_urgent, waking=awake(zone, *quiet),
        )  # fmt: skip
    one.wind()


def _step_down(one: Escalation, clock: Clock, at: datetime) -> None:
    """More time was given: the rungs that are not due by the new date ring anew, whoever had the old danger."""
    if one.extended == clock.extended or one.is_over:
        return
    one.extended, one.rung = clock.extended, sum(moment <= at for moment in one.times[: one.early])
    one.reach = one.ladder.rungs[one.rung - 1]["reach"] if one.rung else ""
    one.rung_at = one.rung_at if one.rung else None
    one.acknowledged_at = one.acknowledged_by = None
    one.wind()
