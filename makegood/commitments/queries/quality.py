"""How a measured quality stands: as it was known on any day, counted again from what was told. D1"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from makegood.commitments.models import CommitmentVersion, HeardSignal
from makegood.commitments.rules.quality import WINDOWS, Verdict, as_corrected, first_failing, standing, value_of
from makegood.commitments.rules.signals import Heard, Subject
from makegood.engines.statistics import Measured, NotEnough, mean_with_interval, share_with_interval
from makegood.kit.periods import Period

MINIMUM = 10
Observed = dict[Subject, list[Heard]]


@dataclass(frozen=True)
class QualityReading:
    """`measured` is the share of subjects (Wilson) or the mean of the observations (Student's t), with its n.

    `verdict` is met or missed only where the whole 95 % interval lies on one side of the `target`.
    """

    measured: Measured | NotEnough
    verdict: Verdict
    target: float
    period: Period
    failed: int = 0


def quality_of(
    version: CommitmentVersion,
    *,
    at: datetime,
    period: Period | None = None,
    branch_ids: frozenset[int] | None = None,
    as_of: datetime | None = None,
    minimum: int = MINIMUM,
) -> QualityReading:
    """A quality version in its own window up to `at`, or in `period`; `as_of` counts what was known then alone.

    `version.calendar` must have been selected with it. A version in force counts from its beginning.
    """
    quality = version.measured_quality()
    assert quality is not None
    period = period or Period(at - timedelta(days=WINDOWS[quality.window]), at)
    found = observations(version, period, as_of=as_of, branch_ids=branch_ids)
    if quality.is_mean:
        values = [value_of(one) or 0.0 for rows in found.values() for one in rows]
        measured, target, operator = mean_with_interval(values, minimum=minimum), quality.limit, quality.operator
        failed = 0
    else:
        failed = sum(first_failing(quality, rows) is not None for rows in found.values())
        measured = share_with_interval(len(found) - failed, len(found), minimum=minimum)
        target, operator = float(version.target), ">="
    if isinstance(measured, NotEnough):
        return QualityReading(measured, Verdict.CANNOT_TELL, target, period, failed)
    return QualityReading(measured, standing(measured.low, measured.high, target, operator), target, period, failed)


def observations(
    version: CommitmentVersion,
    period: Period,
    *,
    as_of: datetime | None = None,
    branch_ids: frozenset[int] | None = None,
) -> Observed:
    """What was observed of each subject that the version covers, in the period, corrections applied."""
    heard = HeardSignal.objects.filter(name__in=version.starts_on, at__gte=period.start, at__lt=period.end)
    if version.effective_from is not None:
        heard = heard.filter(at__gte=version.effective_from)
    if as_of is not None:
        heard = heard.filter(heard_at__lte=as_of)
    return _covered(version, heard, branch_ids)


def _covered(version: CommitmentVersion, heard: QuerySet[HeardSignal], branch_ids: frozenset[int] | None) -> Observed:
    terms = version.terms()
    by_subject: defaultdict[Subject, list[Heard]] = defaultdict(list)
    for row in heard.iterator(5_000):
        by_subject[Subject(row.subject_kind, row.subject_id)].append(Heard(row.at, row.name, row.facts, row.judged_at))
    found: Observed = {}
    for subject, told in by_subject.items():
        rows = [
            one
            for one in as_corrected(told)
            if terms.covers(one.facts)
            and value_of(one) is not None
            and (branch_ids is None or one.facts.get("branch_id") in branch_ids)
        ]
        if rows:
            found[subject] = rows
    return found
