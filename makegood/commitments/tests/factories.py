"""Calendars and promises for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from makegood.commitments.models import CalendarVersion, CommitmentVersion
from makegood.commitments.operations import Draft, Signal, define_calendar, draft_commitment, publish, review
from makegood.kit.actor import SYSTEM

EVER = datetime(2010, 1, 1, tzinfo=ZoneInfo("UTC"))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def office_hours(at: datetime) -> CalendarVersion:
    return define_calendar(
        code="office", name="工作时间", week=["09:00-18:00"] * 5 + ["", ""], holidays="cn", by=SYSTEM, at=at
    )


def promised(code: str = "answer", *, at: datetime, since: datetime | None = None, **changes: Any) -> CommitmentVersion:
    office_hours(at - timedelta(days=1))
    values: dict[str, Any] = {
        "code": code,
        "name": "两个工时内答复",
        "statement_zh_hans": "两个工时内答复您",
        "calendar": "office",
        "budget_kind": "working_seconds",
        "budget": 7200,
        "starts_on": ["case.opened"],
        "stops_on": ["case.answered"],
        "warning_shares": [],
    }
    version = draft_commitment(Draft(**values | changes), by=SYSTEM, at=at)
    review(version, by=SYSTEM, at=at)
    publish(version, by=SYSTEM, at=at, effective_from=since, despite="因测试发布")
    return version


def signal(name: str, pk: int = 1, at: datetime | None = None, **facts: Any) -> Signal:
    return Signal(name, ("case", pk), facts, at)
