"""What one published version promises, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from makegood.commitments.rules.quality import Quality
from makegood.commitments.rules.scope import covers, excludes
from makegood.commitments.rules.signals import ENDS_THE_WAIT, REFILING
from makegood.engines.calendar import Calendar


class BudgetKind(StrEnum):
    WORKING_DAYS = "working_days"
    WORKING_SECONDS = "working_seconds"
    ELAPSED_SECONDS = "elapsed_seconds"
    QUALITY = "quality"  # no time at all: each observation is as good as promised, or not
    PROMISED = "promised"  # until the date that was promised with the thing itself: see `dated_by`


@dataclass(frozen=True)
class Terms:
    """The measurable part of a version. Budgets are days or seconds, by `kind`; limits are seconds."""

    version_id: int
    kind: BudgetKind
    budget: int
    calendar: Calendar
    starts_on: frozenset[str]
    stops_on: frozenset[str]
    pauses_on: frozenset[str] = frozenset()
    resumes_on: frozenset[str] = frozenset()
    cancels_on: frozenset[str] = frozenset()
    scope: Mapping[str, Any] = field(default_factory=dict)
    exclusions: Mapping[str, Any] = field(default_factory=dict)
    repeats: bool = False
    pause_limit: int | None = None
    warning_shares: tuple[float, ...] = ()
    effective_from: datetime | None = None
    effective_until: datetime | None = None
    promised_at: datetime | None = None  # by PROMISED: the date of this one subject
    extensions: tuple[int, ...] = ()  # what each step adds to the budget
    extended_by: tuple[str, ...] = ()  # and the signal that says so
    quality: Quality | None = None  # by QUALITY: what is promised of what is observed

    def is_in_force(self, at: datetime) -> bool:
        return (self.effective_from is None or self.effective_from <= at) and (
            self.effective_until is None or at < self.effective_until
        )

    def is_started_by(self, name: str, facts: Mapping[str, Any]) -> bool:
        return name in self.starts_on and self.covers(facts)

    def covers(self, facts: Mapping[str, Any]) -> bool:
        return covers(self.scope, facts) and not excludes(self.exclusions, facts)

    def extended(self, steps: int) -> Terms:
        """The same with so many steps of its extensions taken."""
        return replace(self, budget=self.budget + sum(self.extensions[:steps])) if steps else self

    @property
    def signals(self) -> frozenset[str]:
        """Everything that may move one of its clocks."""
        told = self.starts_on | self.stops_on | self.pauses_on | self.resumes_on | self.cancels_on
        told |= frozenset(self.extended_by)
        return told | self.dated_by | REFILING | {end for end, wait in ENDS_THE_WAIT.items() if wait in self.pauses_on}

    @property
    def dated_by(self) -> frozenset[str]:
        """The signals whose instant is the promised date: `stage.delivery.ended` is owed by `stage.delivery.promised`.

        Of several dates the earliest stands; a later estimate moves nothing.
        """
        if self.kind is not BudgetKind.PROMISED:
            return frozenset()
        return frozenset(f"{name.rpartition('.')[0]}.promised" for name in self.stops_on)
