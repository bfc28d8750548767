"""Local weeks as buckets between their Mondays: cheaper for the database than working out each row's own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateTimeField, F, Func, IntegerField, Value

from makegood.insight.scope import Scope


class Weeks:
    """The weeks that a scope's period touches. ``of(field)`` numbers rows from 1; ``day(number)`` is the Monday."""

    def __init__(self, scope: Scope) -> None:
        first, last = (moment.astimezone(scope.zone).date() for moment in (scope.period.start, scope.period.end))
        monday = first - timedelta(days=first.weekday())
        self._days = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
        self._starts = [datetime.combine(day, time(), scope.zone) for day in self._days]

    def of(self, field: str) -> Func:
        starts = Value(self._starts, ArrayField(DateTimeField()))
        return Func(F(field), starts, function="width_bucket", output_field=IntegerField())

    def day(self, number: int) -> date:
        return self._days[number - 1]
