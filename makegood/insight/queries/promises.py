from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from makegood.commitments.models import ClockVerdict, Commitment
from makegood.commitments.queries import attainment_by_commitment
from makegood.engines.statistics import Measured, NotEnough, share_with_interval
from makegood.insight.queries.about_reader import clocks_about
from makegood.insight.scope import Drill, Scope
from makegood.insight.weeks import Weeks


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One commitment: what was kept, broken and still runs; the share with interval; the rows behind."""

    code: str
    name: str
    kept: int
    broken: int
    running: int
    share: Measured | NotEnough
    drill: Drill
    bad: Drill

    @property
    def n(self) -> int:
        return self.kept + self.broken


def verdicts(scope: Scope) -> QuerySet[ClockVerdict]:
    """Standing verdicts dated in the period: when a promise was kept, or the due instant that broke it."""
    period = scope.period
    found = ClockVerdict.objects.filter(
        superseded_at=None, decided_at__gte=period.start, decided_at__lt=period.end
    ).exclude(outcome=ClockVerdict.Kind.VOID)
    found = found.filter(~clocks_about(scope.viewer_id, "clock__"))
    return found if scope.branch_ids is None else found.filter(clock__branch_id__in=scope.branch_ids)


def by_commitment(scope: Scope) -> list[PromiseLine]:
    """Every commitment that has been measured or runs, the most broken first; three queries."""
    found = attainment_by_commitment(period=scope.period, branch_ids=scope.branch_ids)
    lines = [
        PromiseLine(
            commitment.code,
            commitment.name,
            counted.kept,
            counted.broken,
            counted.running,
            counted.share,
            scope.drill("promises", commitment=commitment.code),
            scope.drill("promises", commitment=commitment.code, outcome="broken"),
        )
        for commitment in Commitment.objects.filter(pk__in=found)
        for counted in [found[commitment.pk]]
    ]
    return sorted(lines, key=lambda line: (-line.broken, line.code))


def by_week(scope: Scope) -> list[tuple[date, Measured | NotEnough]]:
    """Local weeks (Monday) with the share kept, oldest first; one query. Weeks without verdicts are left out."""
    weeks = Weeks(scope)
    rows = (
        verdicts(scope)
        .order_by()
        .annotate(week=weeks.of("decided_at"))
        .values_list("week")
        .annotate(n=Count("*"), kept=Count("outcome", filter=Q(outcome=ClockVerdict.Kind.KEPT)))
    )
    return sorted((weeks.day(week), share_with_interval(kept, n, minimum=10)) for week, n, kept in rows)
