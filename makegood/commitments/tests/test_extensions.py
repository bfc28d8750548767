"""More time for a running promise: asked before it is due, once a step, in any order. N9, D5"""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from makegood.commitments.models import Clock, ClockVerdict, ExtensionRequest
from makegood.commitments.operations import (
    agree_extension,
    ask_extension,
    climb,
    define_ladder,
    hear,
    refuse_extension,
    sweep,
)
from makegood.commitments.operations.extend import NoMoreTime, OverAlready, TooLateToAsk
from makegood.commitments.queries import attainment, clocks_of
from makegood.commitments.rules.escalation import Reach, Rung
from makegood.commitments.rules.extensions import signal_name
from makegood.commitments.tests.factories import promised, signal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid, SomebodyWasFaster

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
STEPS = [{"adds": 3_600, "role": "branch_manager", "tells": True}, {"adds": 7_200, "role": "cx_manager", "tells": True}]
WHY: dict[str, str] = {"reason": "等供应商回复", "told": "供应商还没有回复"}


def running(now: Any, **more: Any) -> Clock:
    """Two hours by the clock from `now`, and one more and two more."""
    terms = {"budget_kind": "elapsed_seconds", "budget": 7_200, "extensions": STEPS}
    promised(at=now - HOUR, **terms | more)
    hear(signal("case.opened", at=now), at=now)
    return Clock.objects.get()


def read() -> Clock:
    return Clock.objects.get()


def test_an_agreed_step_moves_the_due_date_and_is_counted_as_of_when_it_was_asked(zhouhang: Any, now: Any) -> None:
    clock = running(now)
    request = ask_extension(clock, by=zhouhang, at=now + HOUR, **WHY)
    assert (read().due_at, request.role) == (now + 2 * HOUR, "branch_manager")
    agree_extension(request, by=SYSTEM, at=now + HOUR)
    agree_extension(request, by=SYSTEM, at=now + HOUR)
    assert (read().due_at, read().extended) == (now + 3 * HOUR, 1)
    assert ExtensionRequest.objects.get().due_after == now + 3 * HOUR
    assert Entry.objects.filter(name="commitments.PromiseExtended").count() == 1
    reading = clocks_of("case", [1], at=now + HOUR)[0]
    assert (reading.seconds_left, reading.extended, reading.may_extend) == (7_200, 1, True)
    sweep(at=now + 2.5 * HOUR)
    assert read().state == "running"
    sweep(at=now + 3 * HOUR + timedelta(seconds=1))
    assert (read().state, ClockVerdict.objects.get().decided_at) == ("broken", now + 3 * HOUR)


def test_the_second_step_follows_the_first_and_there_is_no_third(zhouhang: Any, now: Any) -> None:
    clock = running(now)
    for _step in STEPS:
        agree_extension(ask_extension(clock, by=zhouhang, at=now + HOUR, **WHY), by=SYSTEM, at=now + HOUR)
    assert (read().due_at, read().extended) == (now + 5 * HOUR, 2)
    with pytest.raises(NoMoreTime):
        ask_extension(clock, by=zhouhang, at=now + HOUR, **WHY)


def test_a_refusal_changes_nothing_and_it_may_be_asked_again(zhouhang: Any, now: Any) -> None:
    clock = running(now)
    first = ask_extension(clock, by=zhouhang, at=now, **WHY)
    refuse_extension(first, by=SYSTEM, at=now)
    assert read().due_at == now + 2 * HOUR
    with pytest.raises(SomebodyWasFaster):
        agree_extension(first, by=SYSTEM, at=now)
    assert ask_extension(clock, by=zhouhang, at=now, **WHY) != first


def test_two_who_ask_at_once_are_one_request(zhouhang: Any, zhengkai: Any, now: Any) -> None:
    clock = running(now)
    assert ask_extension(clock, by=zhouhang, at=now, **WHY) == ask_extension(clock, by=zhengkai, at=now, **WHY)
    assert Entry.objects.filter(name="commitments.ExtensionAsked").count() == 1


def test_up_to_the_due_instant_it_may_be_asked_and_not_after_it(zhouhang: Any, now: Any) -> None:
    clock = running(now)
    with pytest.raises(TooLateToAsk, match="2026-11-18 12:00"):
        ask_extension(clock, by=zhouhang, at=now + 2 * HOUR + timedelta(microseconds=1), **WHY)
    refuse_extension(ask_extension(clock, by=zhouhang, at=now + 2 * HOUR, **WHY), by=SYSTEM, at=now + 2 * HOUR)
    sweep(at=now + 3 * HOUR)
    with pytest.raises(TooLateToAsk):
        ask_extension(clock, by=zhouhang, at=now + 3 * HOUR, **WHY)


def test_what_is_over_needs_no_more_time_and_a_reason_is_needed(zhouhang: Any, now: Any) -> None:
    clock = running(now)
    for left_out in ("reason", "told"):
        with pytest.raises(Invalid) as refused:
            ask_extension(clock, by=zhouhang, at=now, **WHY | {left_out: " "})
        assert refused.value.field == left_out
    hear(signal("case.answered", at=now + HOUR), at=now + HOUR)
    with pytest.raises(OverAlready):
        ask_extension(clock, by=zhouhang, at=now + HOUR, **WHY)


def test_asked_in_time_and_agreed_late_it_withdraws_the_breach_that_was_found_meanwhile(
    zhouhang: Any, now: Any
) -> None:
    clock = running(now)
    request = ask_extension(clock, by=zhouhang, at=now + HOUR, **WHY)
    sweep(at=now + 2.5 * HOUR)
    assert read().state == "broken"
    agree_extension(request, by=SYSTEM, at=now + 2.6 * HOUR)
    assert (read().state, read().due_at) == ("running", now + 3 * HOUR)
    assert Entry.objects.filter(name="commitments.BreachWithdrawn").count() == 1


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_told_in_any_order_the_clock_is_the_same(now: Any, order: tuple[int, ...]) -> None:
    version = promised(at=now - HOUR, budget_kind="elapsed_seconds", budget=7_200, extensions=STEPS)
    one, two = (signal_name(version.commitment_id, step) for step in (1, 2))
    told = [
        signal("case.opened", at=now),
        signal(one, at=now + HOUR),
        signal(two, at=now + 2.5 * HOUR),
        signal("case.answered", at=now + 4.5 * HOUR),
    ]
    late = now + 6 * HOUR
    for n in order:
        hear(told[n], at=late)
        hear(told[n], at=late)
    clock = read()
    assert (clock.state, clock.due_at, clock.extended) == ("kept", now + 5 * HOUR, 2)


def test_a_step_that_was_asked_for_too_late_counts_for_nothing(now: Any) -> None:
    version = promised(at=now - HOUR, budget_kind="elapsed_seconds", budget=7_200, extensions=STEPS)
    hear(signal("case.opened", at=now), at=now)
    hear(signal(signal_name(version.commitment_id, 1), at=now + 2.1 * HOUR), at=now + 2.1 * HOUR)
    assert (read().due_at, read().extended) == (now + 2 * HOUR, 0)


def test_warnings_and_rungs_follow_the_new_date(zhouhang: Any, now: Any) -> None:
    define_ladder([Rung(Reach.OWNER, share=80), Rung(Reach.REGION, after=3_600)], by=SYSTEM, at=now - HOUR)
    clock = running(now, warning_shares=[50])
    at = now + 1.7 * HOUR
    sweep(at=at)
    assert climb(at=at) == 1
    agree_extension(ask_extension(clock, by=zhouhang, at=at, **WHY), by=SYSTEM, at=at)
    one = read().escalation
    assert (one.rung, one.is_open, one.times) == (0, False, [now + 2.4 * HOUR, now + 4 * HOUR])
    assert (read().warnings_given, read().warn_at) == (1, None)  # half of three hours had passed all the same
    assert climb(at=now + 2.5 * HOUR) == 1
    assert [(ring.extended, ring.rung) for ring in one.rings.all()] == [(0, 1), (1, 1)]


def test_the_figure_counts_the_extended_date_and_says_how_many_had_more_time(zhouhang: Any, now: Any) -> None:
    clock = running(now)
    agree_extension(ask_extension(clock, by=zhouhang, at=now + HOUR, **WHY), by=SYSTEM, at=now + HOUR)
    hear(signal("case.answered", at=now + 2.5 * HOUR), at=now + 2.5 * HOUR)
    found = attainment("answer")
    assert (found.kept, found.broken, found.extended) == (1, 0, 1)
    assert attainment("answer", as_of=now + HOUR).extended == 0


def test_a_draft_says_who_agrees_and_a_promised_date_has_no_steps(now: Any) -> None:
    for wrong, more in [
        ([{"adds": 1, "role": "agent", "tells": True}], {}),
        ([{"adds": 0, "role": "cx_manager", "tells": True}], {}),
        (STEPS * 5, {}),
        (STEPS, {"budget_kind": "promised", "stops_on": ["stage.delivery.ended"]}),
    ]:
        with pytest.raises(Invalid) as refused:
            promised(at=now, extensions=wrong, **more)
        assert refused.value.field == "extensions"
