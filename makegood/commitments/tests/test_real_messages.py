"""2,816 public messages and their replies against "answered within 15 working days". D5"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from makegood import journal
from makegood.commitments.models import Clock
from makegood.commitments.operations import Signal, hear_batch
from makegood.commitments.queries import attainment
from makegood.commitments.tests.factories import promised, shanghai
from makegood.engines.statistics import Measured

SHARED = Path(os.environ.get("MAKEGOOD_SHARED", Path(__file__).resolve().parents[4] / "shared"))
FILE = SHARED / "data" / "real" / "citizen_messages_with_replies.xlsx"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILE.exists(), reason="the real messages are not on this machine"),
]


def messages() -> list[tuple[int, datetime, datetime]]:
    from openpyxl import load_workbook

    rows = load_workbook(FILE, read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
    return [(int(row[0]), moment(row[3]), moment(row[6])) for row in rows if row[0]]


def moment(cell: Any) -> datetime:
    if not isinstance(cell, datetime):
        layout = "%Y/%m/%d %H:%M:%S" if ":" in str(cell) else "%Y/%m/%d"
        cell = datetime.strptime(str(cell), layout)  # noqa: DTZ007
    return cell.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def fifteenth_working_day(asked: date) -> date:
    day, left = asked, 15
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def test_kept_and_broken_agree_with_counting_days_on_the_announced_calendar(now: Any) -> None:  # D5
    found = messages()
    assert len(found) == 2816
    promised(
        at=now,
        since=shanghai("2004-01-01T00:00"),
        budget_kind="working_days",
        budget=15,
        starts_on=["feedback.received"],
        stops_on=["feedback.answered"],
    )
    signals = [Signal("feedback.received", ("feedback", pk), {}, asked) for pk, asked, _ in found]
    signals += [Signal("feedback.answered", ("feedback", pk), {}, answered) for pk, _, answered in found]
    with journal.in_mode("backfill"):
        hear_batch(signals, at=now)
    expected = {
        pk: "kept" if asked <= answered and answered.date() <= fifteenth_working_day(asked.date()) else "broken"
        for pk, asked, answered in found
    }
    assert dict(Clock.objects.values_list("subject_id", "state")) == expected
    whole = attainment("answer")
    assert (whole.kept, whole.broken, whole.running) == (2103, 713, 0)
    assert isinstance(whole.share, Measured)
