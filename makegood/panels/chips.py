"""Promise chips from clock readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from makegood.commitments.queries import ClockReading, clocks_of
from makegood.panels.durations import DAY, late, left, taken
from makegood.panels.presenters import ChipSegment, ChipState, PromiseChip
from makegood.panels.presenters.promise import Words

URGENCY = [ChipState.BROKEN, ChipState.DUE_SOON, ChipState.RUNNING, ChipState.PAUSED, ChipState.KEPT]


def chips_for(subject_kind: str, ids: Iterable[int], *, at: datetime) -> dict[int, list[PromiseChip]]:
    """The chips of many subjects in one query; a subject without promises is missing."""
    found: defaultdict[int, list[PromiseChip]] = defaultdict(list)
    for reading in clocks_of(subject_kind, ids, at=at):
        if reading.state not in ("withdrawn", "cancelled"):
            found[reading.subject_id].append(chip_of(reading, at=at))
    return dict(found)


def most_pressing(chips: Iterable[PromiseChip]) -> PromiseChip | None:
    """The one chip a list has room for: what still runs and is due first, else what was broken, else kept."""
    running = [chip for chip in chips if chip.state in (ChipState.DUE_SOON, ChipState.RUNNING, ChipState.PAUSED)]
    rest = sorted(chips, key=lambda chip: URGENCY.index(chip.state))
    return next(iter(running or rest), None)


def chip_of(reading: ClockReading, *, at: datetime) -> PromiseChip:
    """One reading as a chip. An open clock past its due time is drawn as broken although no sweep has come yet."""
    state = _state(reading)
    return PromiseChip(
        id=str(reading.clock_id),
        state=state,
        statement=reading.statement or reading.commitment_name,
        words=_words(reading, state, at),
        remaining_share=max(0.0, 1 - reading.share_used),
        due_at=reading.due_at,
        is_provisional=reading.is_provisional,
        reason=pause_words(reading.pause_reason) if state == ChipState.PAUSED else "",
        segments=_segments(reading, at),
        calendar=_calendar(reading),
        extension=extended_words(reading.extended),
    )


def _state(reading: ClockReading) -> ChipState:
    if reading.is_overdue:
        return ChipState.BROKEN
    if reading.is_due_soon:
        return ChipState.DUE_SOON
    return {"paused": ChipState.PAUSED, "kept": ChipState.KEPT}.get(reading.state, ChipState.RUNNING)


def _words(reading: ClockReading, state: ChipState, at: datetime) -> Words:
    if state == ChipState.PAUSED:
        return _("Paused")
    if state == ChipState.KEPT:
        return taken(((reading.ended_at or at) - reading.started_at).total_seconds())
    if state == ChipState.BROKEN:
        return late(((reading.ended_at or at) - reading.due_at).total_seconds()) if reading.due_at else _("Overdue")
    if reading.due_at and reading.seconds_left > DAY:
        due = date_format(timezone.localtime(reading.due_at), pgettext("a date in short", "j M"))
        return _("due %(date)s") % {"date": due}
    return left(reading.seconds_left)


def pause_words(reason: str) -> Words:
    """Why a clock stands still: the signal's name, in words where it is one we know."""
    known = {
        "case.waiting_for_customer": _("Waiting for the customer"),
        "waiting_for_customer": _("Waiting for the customer"),
    }
    return known.get(reason, _("Paused"))


def extended_words(times: int) -> Words:
    """That more time was given; empty where none was."""
    return ngettext("Extended once", "Extended %(n)s times", times) % {"n": times} if times else ""


def _segments(reading: ClockReading, at: datetime) -> tuple[ChipSegment, ...]:
    """Running, paused and late stretches between the start and the end, or now."""
    end = max(reading.ended_at or at, reading.started_at)
    marks: list[tuple[datetime, datetime, str]] = []
    cursor = reading.started_at
    for pause in getattr(reading, "pauses", ()):
        stop = min(pause.end or end, end)
        marks += [(cursor, pause.start, "running"), (pause.start, stop, "paused")]
        cursor = stop
    due = reading.due_at if reading.due_at and cursor < reading.due_at < end else None
    marks += [(cursor, due or end, "running")] if not due else [(cursor, due, "running"), (due, end, "late")]
    whole = (end - reading.started_at).total_seconds() or 1.0
    words = {"running": _("Running"), "paused": pause_words(reading.pause_reason), "late": _("Overdue")}
    return tuple(
        ChipSegment(kind, words[kind], start, stop, (stop - start).total_seconds() / whole)
        for start, stop, kind in marks
        if stop > start
    )


def _calendar(reading: ClockReading) -> Words:
    return "" if "elapsed" in reading.budget_kind else _("weekends and holidays do not count")
