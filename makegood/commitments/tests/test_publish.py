"""Versions of promises and calendars. D1, D5."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from makegood.commitments.models import CalendarVersion, Clock, Commitment, CommitmentVersion, VersionMove
from makegood.commitments.operations import (
    Draft,
    define_calendar,
    draft_commitment,
    extend_calendar,
    extend_calendars,
    hear,
    preview_calendar,
    publish,
    review,
    withdraw_commitment,
)
from makegood.commitments.operations.publish import NotNow
from makegood.commitments.permissions import may_draft, may_publish, visible_clocks
from makegood.commitments.tests.factories import office_hours, promised, shanghai, signal
from makegood.journal.models import Entry
from makegood.kit.actor import SYSTEM
from makegood.kit.errors import Invalid

pytestmark = pytest.mark.django_db


def draft(**changes: Any) -> Draft:
    values: dict[str, Any] = {
        "code": "answer", "name": "答复", "statement_zh_hans": "两个工时内答复", "calendar": "office",
        "budget_kind": "working_seconds", "budget": 3600, "starts_on": ["case.opened"], "stops_on": ["case.answered"],
    }  # fmt: skip
    return Draft(**values | changes)


def test_a_new_version_never_touches_a_running_clock(now: Any) -> None:  # D1
    old = promised(at=now)
    hear(signal("case.opened", 1), at=now)
    due = Clock.objects.get().due_at
    new = draft_commitment(draft(), by=SYSTEM, at=now + timedelta(minutes=1))
    review(new, by=SYSTEM, at=now + timedelta(minutes=1))
    publish(new, by=SYSTEM, at=now + timedelta(minutes=2))
    old.refresh_from_db()
    assert (new.number, old.state, old.effective_until) == (2, "replaced", now + timedelta(minutes=2))
    hear(signal("case.acknowledged", 1), at=now + timedelta(minutes=3))
    hear(signal("case.opened", 2), at=now + timedelta(minutes=3))
    found = {clock.subject_id: (clock.version_id, clock.due_at) for clock in Clock.objects.all()}
    assert found == {1: (old.pk, due), 2: (new.pk, now + timedelta(minutes=63))}


def test_an_unreviewed_draft_is_not_published(now: Any) -> None:  # D1
    office_hours(now)
    version = draft_commitment(draft(), by=SYSTEM, at=now)
    with pytest.raises(NotNow):
        publish(version, by=SYSTEM, at=now)
    assert CommitmentVersion.objects.get().state == "draft"


def test_editing_a_draft_writes_no_new_version_and_each_step_leaves_a_row(now: Any, linjing: Any) -> None:
    office_hours(now)
    first = draft_commitment(draft(), by=linjing.actor, at=now)
    again = draft_commitment(draft(budget=1800), by=linjing.actor, at=now)
    assert (first.pk, again.budget, again.statement_zh_hant) == (again.pk, 1800, "兩個工時內答覆")
    review(again, by=linjing.actor, at=now)
    publish(again, by=linjing.actor, at=now)
    moves = VersionMove.objects.values_list("old", "new", "by_id")
    assert [move[:2] for move in moves] == [
        ("", "draft"), ("draft", "draft"), ("draft", "reviewed"), ("reviewed", "published"),
    ]  # fmt: skip
    assert {move[2] for move in moves} == {linjing.pk}
    assert Entry.objects.filter(name="commitments.CommitmentPublished").count() == 1


def test_traditional_words_derived_from_others_are_derived_again_and_written_ones_stay(now: Any) -> None:
    office_hours(now)
    first = draft_commitment(draft(), by=SYSTEM, at=now)
    assert first.statement_zh_hant == "兩個工時內答覆"
    again = draft_commitment(
        draft(statement_zh_hans="三个工时内答复", statement_zh_hant=first.statement_zh_hant), by=SYSTEM, at=now
    )
    assert again.statement_zh_hant == "三個工時內答覆"
    draft_commitment(draft(statement_zh_hant="兩個鐘頭內回覆您"), by=SYSTEM, at=now)
    kept = draft_commitment(
        draft(statement_zh_hans="一个工时内答复", statement_zh_hant="兩個鐘頭內回覆您"), by=SYSTEM, at=now
    )
    assert kept.statement_zh_hant == "兩個鐘頭內回覆您"


def test_what_a_new_draft_leaves_out_stays_as_it_was(now: Any) -> None:
    promised(at=now, cancels_on=["case.closed"], repeats=True, grace_seconds=60, pause_limit_seconds=3600)
    kept = draft_commitment(draft(), by=SYSTEM, at=now)
    assert (kept.cancels_on, kept.repeats, kept.grace_seconds) == (["case.closed"], True, 60)
    assert kept.pause_limit_seconds == 3600
    changed = draft_commitment(draft(cancels_on=[], repeats=False, pause_limit_seconds=0), by=SYSTEM, at=now)
    assert (changed.cancels_on, changed.repeats, changed.pause_limit_seconds) == ([], False, None)


def test_a_withdrawn_promise_starts_nothing_and_lets_the_running_end(now: Any) -> None:
    version = promised(at=now)
    hear(signal("case.opened", 1), at=now)
    withdraw_commitment(version, by=SYSTEM, at=now + timedelta(minutes=1), reason="改版")
    hear(signal("case.opened", 2), at=now + timedelta(minutes=2))
    hear(signal("case.answered", 1), at=now + timedelta(minutes=3))
    assert dict(Clock.objects.values_list("subject_id", "state")) == {1: "kept"}


def test_only_the_first_version_may_begin_in_the_past(now: Any) -> None:
    promised(at=now, since=now - timedelta(days=30))
    later = draft_commitment(draft(), by=SYSTEM, at=now)
    review(later, by=SYSTEM, at=now)
    with pytest.raises(Invalid) as refused:
        publish(later, by=SYSTEM, at=now, effective_from=now - timedelta(days=1))
    assert refused.value.field == "effective_from"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": []}, "starts_on"),
        ({"stops_on": []}, "stops_on"),
        ({"stops_on": ["case.opened"]}, "stops_on"),
        ({"pauses_on": ["case.waiting_for_customer"]}, "resumes_on"),
        ({"starts_on": ["case.exploded"]}, "starts_on"),
        ({"scope": {"moods": ["bad"]}}, "scope"),
        ({"budget": 0}, "budget"),
        ({"budget_kind": "moons"}, "budget_kind"),
        ({"target": 2}, "target"),
        ({"warning_shares": [100]}, "warning_shares"),
        ({"is_guarantee": True}, "remedy_code"),
        ({"calendar": "nowhere"}, "calendar"),
    ],
)
def test_a_promise_that_cannot_be_measured_is_refused_at_its_place(now: Any, changes: Any, field: str) -> None:
    office_hours(now)
    with pytest.raises(Invalid) as refused:
        draft_commitment(draft(**changes), by=SYSTEM, at=now)
    assert refused.value.field == field
    assert not Commitment.objects.exists()


def test_a_changed_calendar_is_a_new_version_and_the_same_one_is_not(now: Any) -> None:  # D5
    first = office_hours(now)
    assert office_hours(now).pk == first.pk
    second = define_calendar(code="office", name="工作时间", week=["10:00-18:00"] * 5 + ["", ""], by=SYSTEM, at=now)
    assert (first.number, second.number) == (1, 2)
    assert CalendarVersion.objects.get(number=1).week[0] == "09:00-18:00"


@pytest.mark.parametrize(
    ("week", "zone", "corrections"),
    [
        ([""] * 7, "UTC", {}),
        (["09:00-12:00, 11:00-18:00"] * 7, "UTC", {}),
        (["soon"] * 7, "UTC", {}),
        (["09:00-18:00"] * 6, "UTC", {}),
        (["09:00-18:00"] * 7, "Mars/Olympus", {}),
        (["09:00-18:00"] * 7, "UTC", {"2026-02-30": ""}),
    ],
)
def test_a_calendar_that_cannot_keep_time_is_refused(now: Any, week: Any, zone: str, corrections: Any) -> None:
    with pytest.raises(Invalid) as refused:
        define_calendar(code="x", name="x", week=week, time_zone=zone, corrections=corrections, by=SYSTEM, at=now)
    assert str(refused.value)


def test_the_preview_says_where_each_day_comes_from() -> None:  # D5
    days = preview_calendar(
        week=["09:00-18:00"] * 5 + ["", ""], holidays="cn", corrections={"2026-10-08": ""},
        first=date(2026, 9, 30), days=11,
    )  # fmt: skip
    assert [(day.day.day, day.windows, day.origin) for day in days if day.day.day in (30, 1, 8, 9, 10)] == [
        (30, "09:00-18:00", "week"), (1, "", "statutory"), (8, "", "correction"), (9, "09:00-18:00", "week"),
        (10, "09:00-18:00", "statutory"),
    ]  # fmt: skip


def test_the_year_that_becomes_known_moves_provisional_dates_only(now: Any) -> None:  # D5
    version = promised(at=now, budget_kind="working_days", budget=1)
    for pk, opened in ((1, shanghai("2026-11-20T10:00")), (2, shanghai("2026-12-31T10:00"))):
        hear(signal("case.opened", pk), at=opened)
    sure, provisional = Clock.objects.order_by("subject_id")
    assert (sure.is_provisional, provisional.is_provisional) == (False, True)
    assert provisional.due_at == shanghai("2027-01-02T00:00")
    extend_calendar(
        version.calendar, days={"2026-11-23": "", "2027-01-01": "", "2027-01-03": "09:00-18:00"},
        known_until=date(2027, 12, 31), by=SYSTEM, at=now,
    )  # fmt: skip
    moved = Clock.objects.get(subject_id=2)
    assert (moved.due_at, moved.is_provisional) == (shanghai("2027-01-04T00:00"), False)
    assert Clock.objects.get(subject_id=1).due_at == sure.due_at
    assert Entry.objects.get(name="commitments.CalendarExtended").data["clocks"] == 1


def test_a_newer_holiday_package_extends_every_calendar_that_uses_it(now: Any) -> None:  # D5
    version = office_hours(now)
    assert extend_calendars(at=now) == 0
    CalendarVersion.objects.update(known_until=date(2025, 12, 31), statutory={})
    assert extend_calendars(at=now) == 1
    version.refresh_from_db()
    assert (version.known_until, version.statutory["2026-10-10"]) == (date(2026, 12, 31), "09:00-18:00")
    assert "2025-10-01" not in version.statutory  # the days it already knew are left alone


def test_people_see_the_clocks_of_their_branches(
    now: Any, company: Any, linjing: Any, zhouhang: Any, chenmo: Any, gaoning: Any, hezhen: Any
) -> None:
    promised(at=now)
    hear(signal("case.opened", branch_id=company.branch_a.pk), at=now)
    assert [visible_clocks(who).count() for who in (linjing, zhouhang, chenmo)] == [1, 1, 0]
    assert [may_draft(who) for who in (linjing, gaoning, zhouhang, hezhen)] == [True, True, False, False]
    assert [may_publish(who) for who in (linjing, gaoning, zhouhang, hezhen)] == [True, False, False, False]
