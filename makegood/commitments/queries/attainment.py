from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from makegood.commitments.models import Clock, ClockVerdict, CommitmentVersion, ExtensionRequest
from makegood.commitments.rules.states import OPEN, ClockState, Outcome
from makegood.engines.statistics import Measured, NotEnough, share_with_interval
from makegood.kit.periods import Period

MINIMUM = 10


@dataclass(frozen=True)
class Attainment:
    """How a promise was kept: verdicts dated in the period, and clocks still without one.

    `extended` of the decided ones had been given more time: they count by their later date. `share` is
    kept / (kept + broken) with its 95 % Wilson interval, or NotEnough below ten verdicts.
    """

    kept: int
    broken: int
    running: int
    share: Measured | NotEnough
    extended: int = 0

    @property
    def n(self) -> int:
        return self.kept + self.broken


def standing_verdicts(
    code: str | CommitmentVersion | None,
    period: Period | None,
    branch_ids: frozenset[int] | None,
    as_of: datetime | None,
) -> QuerySet[ClockVerdict]:
    """The verdicts as they were known at `as_of` (now, if None), dated in the period."""
    verdicts = ClockVerdict.objects.exclude(outcome=Outcome.VOID)
    if as_of is None:
        verdicts = verdicts.filter(superseded_at__isnull=True)
    else:
        verdicts = verdicts.filter(counted_at__lte=as_of).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=as_of)
        )
    if period is not None:
        verdicts = verdicts.filter(decided_at__gte=period.start, decided_at__lt=period.end)
    if branch_ids is not None:
        verdicts = verdicts.filter(clock__branch__in=branch_ids)
    return verdicts.filter(**_about("clock__", code))


def _about(prefix: str, code: str | CommitmentVersion | None) -> dict[str, object]:
    if code is None:
        return {}
    if isinstance(code, CommitmentVersion):
        return {f"{prefix}version": code}
    return {f"{prefix}commitment__code": code}


def attainment(
    code: str | CommitmentVersion | None,
    *,
    period: Period | None = None,
    branch_ids: frozenset[int] | None = None,
    as_of: datetime | None = None,
    minimum: int = MINIMUM,
) -> Attainment:
    """Kept and broken verdicts of a commitment (all its versions), one version, or all promises (None).

    A verdict belongs to the moment it is dated: when the promise was kept, or the due instant that broke
    it. With `as_of` the answer is the one that was true then, however verdicts have changed since.
    """
    verdicts = standing_verdicts(code, period, branch_ids, as_of)
    counted = verdicts.aggregate(
        kept=Count("pk", filter=Q(outcome=Outcome.KEPT)),
        broken=Count("pk", filter=Q(outcome=Outcome.BROKEN)),
    )
    kept, broken = counted["kept"], counted["broken"]
    share = share_with_interval(kept, kept + broken, minimum=minimum)
    extended = verdicts.filter(clock__in=_extended(as_of).values("clock")).count()
    return Attainment(kept, broken, _running(code, period, branch_ids, as_of), share, extended)


def _extended(as_of: datetime | None) -> QuerySet[ExtensionRequest]:
    agreed = ExtensionRequest.objects.filter(state=ExtensionRequest.State.AGREED)
    return (agreed if as_of is None else agreed.filter(decided_at__lte=as_of)).order_by()


def _running(
    code: str | CommitmentVersion | None,
    period: Period | None,
    branch_ids: frozenset[int] | None,
    as_of: datetime | None,
) -> int:
    clocks = Clock.objects.all().in_branches(branch_ids).filter(**_about("", code))
    if period is not None:
        clocks = clocks.filter(started_at__lt=period.end)
    if as_of is None:
        return clocks.filter(state__in=[state.value for state in OPEN]).count()
    decided = standing_verdicts(code, None, branch_ids, as_of).values("clock")
    gone = (ClockState.CANCELLED, ClockState.WITHDRAWN)
    return clocks.filter(made_at__lte=as_of).exclude(pk__in=decided).exclude(state__in=gone).count()


def breaches(
    *,
    code: str | CommitmentVersion | None = None,
    period: Period | None = None,
    branch_ids: frozenset[int] | None = None,
    as_of: datetime | None = None,
) -> QuerySet[ClockVerdict]:
    """The broken promises behind the figure, latest first, each with its clock, promise and branch."""
    return (
        standing_verdicts(code, period, branch_ids, as_of)
        .filter(outcome=Outcome.BROKEN)
        .select_related("clock__commitment", "clock__version", "clock__branch")
        .order_by("-decided_at", "-pk")
    )
