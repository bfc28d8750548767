"""The replay against one written differently: a watcher that lives through the history minute by minute. D5"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.commitments.rules.replay import Round, replay
from makegood.commitments.rules.signals import Heard
from makegood.commitments.rules.terms import BudgetKind, Terms
from makegood.engines.calendar import Calendar, parse_windows

BASE = datetime(2026, 11, 16, tzinfo=UTC)  # a Monday
DAY = parse_windows("02:00-04:00, 05:00-09:00")
CALENDAR = Calendar("UTC", (DAY, DAY, DAY, DAY, DAY, (), ()))
LAST = 60 * 24
FAR = 60 * 24 * 4
ASKED, LOST = "case.waiting_for_customer", "case.question_not_delivered"
JUDGED, CHANGED = "feedback.classified", "case.reprioritised"
TERMS = Terms(
    version_id=1,
    kind=BudgetKind.ELAPSED_SECONDS,
    budget=3600,
    calendar=CALENDAR,
    starts_on=frozenset({"start", "renew", JUDGED, CHANGED}),
    stops_on=frozenset({"stop", "renew"}),
    pauses_on=frozenset({"pause", ASKED}),
    resumes_on=frozenset({"resume"}),
    cancels_on=frozenset({"cancel"}),
    scope={"urgencies": ["urgent"]},
    extensions=(45 * 60, 90 * 60),
    extended_by=("more.1", "more.2"),
)


def minute(n: int) -> datetime:
    return BASE + timedelta(minutes=n)


OPEN = [CALENDAR.is_open(minute(n)) for n in range(FAR)]


@dataclass
class Told:
    """One line of a history, in minutes."""

    at: int
    name: str
    urgency: str = ""
    evidence: int | None = None
    judged: int | None = None

    def heard(self) -> Heard:
        facts: dict[str, Any] = {"urgency": self.urgency} if self.urgency else {}
        facts |= {"evidence": self.evidence} if self.evidence else {}
        return Heard(minute(self.at), self.name, facts, None if self.judged is None else minute(self.judged))


@dataclass
class Seen:
    """One round as the watcher saw it."""

    began: int
    left: int
    due: int | None = None
    ended: int | None = None
    how: str = ""
    held_since: int | None = None
    held_for: tuple[str, int | None] = ("", None)
    more: int = 0

    def outcome(self) -> str:
        if self.due is not None and (self.ended is None or self.due < self.ended):
            return "broken"
        return self.how or ("paused" if self.held_since is not None else "running")


class Watcher:
    def __init__(self, kind: BudgetKind, budget: int, limit: int | None, repeats: bool) -> None:
        self.kind, self.budget, self.limit, self.repeats = kind, budget, limit, repeats
        self.seen: list[Seen] = []

    @property
    def now_on(self) -> Seen | None:
        return self.seen[-1] if self.seen and self.seen[-1].ended is None else None

    def watch(self, told: list[Told]) -> list[Seen]:
        diary: dict[int, list[Told]] = {}
        for line in told:
            diary.setdefault(line.at, []).append(line)
        for now in range(FAR):
            if (one := self.now_on) is not None:
                if one.held_since is not None and self.limit is not None and now >= one.held_since + self.limit:
                    one.held_since = None
                if one.held_since is None and one.left == 0 and one.due is None:
                    one.due = now
            for line in sorted(diary.get(now, []), key=lambda line: (ORDER.index(line.name), line.name)):
                self.meet(now, line)
            one = self.now_on
            if one and one.held_since is None and one.left and (self.kind == "elapsed_seconds" or OPEN[now]):
                one.left -= 1
        return self.seen

    def meet(self, now: int, line: Told) -> None:
        one, name = self.now_on, line.name
        if one is None:
            may = not self.seen or self.repeats or self.seen[-1].how == "left"
            if may and name in ("start", JUDGED, CHANGED) and line.urgency == "urgent":
                self.seen.append(Seen(now, self.budget))
        elif name in ("stop", "renew"):
            one.ended, one.how = now, "kept"
            if name == "renew" and self.repeats:
                self.seen.append(Seen(now, self.budget))
        elif name.startswith("more."):
            if name == f"more.{one.more + 1}" and one.due in (None, now):
                one.left, one.due, one.more = one.left + (45, 90)[one.more], None, one.more + 1
        elif name == "cancel":
            one.ended, one.how = now, "cancelled"
        elif name in (JUDGED, CHANGED):
            if line.urgency != "urgent":
                one.ended, one.how = now, "left"
        elif one.held_since is None:
            if name == "pause" or (name == ASKED and line.evidence):
                one.held_since, one.held_for = now, (name, line.evidence)
        elif name == "resume" or (name == LOST and one.held_for == (ASKED, line.evidence)):
            one.held_since = None


ORDER = [CHANGED, JUDGED, "start", "resume", "pause", ASKED, "stop", "renew", "cancel", LOST, "more.1", "more.2"]


def judged_once(told: list[Told]) -> list[Told]:
    """What the judgements come to, lived through forwards: in, out, in again."""
    verdicts = sorted((line for line in told if line.judged is not None), key=lambda line: line.judged or 0)
    plain = [line for line in told if line.judged is None]
    if not verdicts:
        return plain
    since, was_in, out = min(line.at for line in verdicts), False, None
    for line in verdicts:
        if line.urgency == "urgent":
            was_in, out = True, None
        elif out is None:
            out = max(since, line.judged or 0)
    said = [Told(since, JUDGED, "urgent")] if was_in and out != since else []
    return plain + said + ([Told(out, JUDGED, "normal")] if out is not None else [])


moments = st.integers(0, LAST)
urgencies = st.sampled_from(["urgent", "urgent", "normal"])
lines = st.one_of(
    st.builds(Told, moments, st.just("start"), urgencies),
    st.builds(Told, moments, st.sampled_from(["pause", "resume", "resume", "stop", "renew", "cancel"])),
    st.builds(Told, moments, st.sampled_from(["more.1", "more.2"])),
    st.builds(Told, moments, st.sampled_from([ASKED, LOST]), evidence=st.sampled_from([None, 7, 8])),
    st.builds(Told, moments, st.just(CHANGED), urgencies),
)
histories = st.lists(lines, max_size=14, unique_by=lambda line: (line.at, line.name))
verdicts = st.lists(st.tuples(moments, urgencies), max_size=4, unique_by=lambda row: row[0])
clumped = st.lists(  # many things at few instants
    lines.map(lambda line: replace(line, at=line.at % 5 * 60)), max_size=12, unique_by=lambda line: (line.at, line.name)
)
budgets = st.tuples(st.sampled_from([BudgetKind.ELAPSED_SECONDS, BudgetKind.WORKING_SECONDS]), st.integers(1, 500))
limits = st.none() | st.integers(1, 300)


@settings(max_examples=120, deadline=None)
@given(histories | clumped, verdicts, moments, budgets, limits, st.booleans(), st.randoms(use_true_random=False))
def test_every_round_is_what_somebody_who_lived_through_it_saw_in_whatever_order_and_however_often_it_is_told(
    told: list[Told], said: list[tuple[int, str]], since: int, budget: tuple[BudgetKind, int], limit: int | None,
    repeats: bool, dice: Any,
) -> None:  # D5  # fmt: skip
    kind, minutes = budget
    terms = replace(TERMS, kind=kind, budget=minutes * 60, pause_limit=limit * 60 if limit else None, repeats=repeats)
    told = told + [Told(since, JUDGED, urgency, judged=judged) for judged, urgency in said]
    seen = Watcher(kind, minutes, limit, repeats).watch(judged_once(told))
    heard = [line.heard() for line in told] + [line.heard() for line in told if dice.random() < 0.5]
    dice.shuffle(heard)
    assert [_found(one) for one in replay([terms], heard)] == [_seen(one) for one in seen]


def _found(one: Round) -> tuple[Any, ...]:
    """What the replay says, with a due instant only where somebody lived to see it."""
    ended = one.stopped_at or one.cancelled_at
    due = one.due if one.due is not None and one.due <= (ended or minute(FAR - 1)) else None
    return one.started_at, ended, due, one.state_at(minute(FAR - 1)).value


def _seen(one: Seen) -> tuple[Any, ...]:
    moments = [None if n is None else minute(n) for n in (one.began, one.ended, one.due)]
    return (*moments, one.outcome().replace("left", "cancelled"))


@settings(max_examples=100, deadline=None)
@given(histories, st.integers(1, LAST), st.randoms(use_true_random=False))
def test_a_later_version_never_touches_the_rounds_that_began_before_it(
    told: list[Told], change: int, dice: Any
) -> None:  # D1
    old = replace(TERMS, effective_until=minute(change), repeats=True)
    new = replace(TERMS, version_id=2, budget=60, effective_from=minute(change), repeats=True)
    heard = [line.heard() for line in told]
    before = replay([replace(old, effective_until=None)], heard)
    dice.shuffle(heard)
    after = replay([new, old], heard)
    for was, now in zip(before, after, strict=False):
        if was.started_at >= minute(change):
            break
        assert (now.terms.version_id, now.due, now.stopped_at, now.pauses) == (1, was.due, was.stopped_at, was.pauses)
    assert all(found.terms.version_id == (1 if found.started_at < minute(change) else 2) for found in after)
