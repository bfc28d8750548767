from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class StaffHired(Event, subject="staff"):
    staff_id: int
    branch_id: int | None
    role: str


@dataclass(frozen=True)
class StaffTransferred(Event, subject="staff"):
    staff_id: int
    branch_id: int | None
    role: str


@dataclass(frozen=True)
class LanguageChosen(Event, subject="staff"):
    staff_id: int
    branch_id: int | None
    locale: str


@dataclass(frozen=True)
class TokenIssued(Event, subject="api_token"):
    api_token_id: int
    branch_id: int | None


@dataclass(frozen=True)
class TokenRevoked(Event, subject="api_token"):
    api_token_id: int
    branch_id: int | None


@dataclass(frozen=True)
class QuietHoursSet(Event, subject="quiet_hours"):
    """The hours in which the house calls nobody: from and until as "22:00"."""

    quiet_hours_id: int
    quiet_from: str
    quiet_until: str


@dataclass(frozen=True)
class WeekPlanned(Event, subject="branch"):
    """Shifts of a branch's week changed; the shifts themselves stand in the roster."""

    branch_id: int
    monday: str
    days_changed: int


@dataclass(frozen=True)
class AbsenceNoted(Event, subject="staff"):
    staff_id: int
    branch_id: int | None
    absence_id: int


@dataclass(frozen=True)
class AbsenceWithdrawn(Event, subject="staff"):
    staff_id: int
    branch_id: int | None
    absence_id: int
