from __future__ import annotations

from datetime import datetime
from math import floor

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import CommitmentPublished
from makegood.commitments.models import CommitmentVersion, Trial
from makegood.commitments.operations.draft import record_move
from makegood.commitments.queries.feasibility import Tried, try_promise
from makegood.commitments.queries.quality import quality_of
from makegood.commitments.rules.quality import Verdict
from makegood.commitments.rules.states import can_move
from makegood.engines.statistics import Measured
from makegood.engines.statistics.feasibility import Standing
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, Refusal, SomebodyWasFaster
from makegood.kit.periods import Period

State = CommitmentVersion.State
YEAR = 365


class NotNow(Refusal):
    code = "not_now"
    message = _("This promise cannot go from “%(old)s” to “%(new)s”.")


class WouldBreak(Refusal):
    """On what happened so far the promise would miss its own aim; `share` and `target` are in per cent."""

    code = "would_break"
    message = _(
        "On what happened so far this would have been kept %(share)s%% of the time, and its aim is %(target)s%%. "
        "Change the time limit or the aim, or say why it is published all the same."
    )


class WouldMiss(Refusal):
    code = "would_miss"
    message = _(
        "On what was measured so far the average is %(mean)s, and the aim is %(target)s. "
        "Change the aim, or say why it is published all the same."
    )


def _move(version: CommitmentVersion, new: str, *, by: Actor, at: datetime, reason: str = "", **fields: object) -> None:
    old = version.state
    if not can_move(old, new):
        raise NotNow(None, old=version.get_state_display(), new=State(new).label)
    found = CommitmentVersion.objects.filter(pk=version.pk, state=old)
    if not found.update(state=new, **fields):
        raise SomebodyWasFaster
    version.state = new
    for name, value in fields.items():
        setattr(version, name, value)
    record_move(version, old, by=by, at=at, reason=reason)


@transaction.atomic
def review(version: CommitmentVersion, *, by: Actor, at: datetime) -> None:
    """A draft has been read and found right. Raises NotNow or SomebodyWasFaster."""
    _move(version, State.REVIEWED, by=by, at=at)


@transaction.atomic
def send_back(version: CommitmentVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """A reviewed version becomes a draft again."""
    _move(version, State.DRAFT, by=by, at=at, reason=reason)


@transaction.atomic
def publish(
    version: CommitmentVersion,
    *,
    by: Actor,
    at: datetime,
    effective_from: datetime | None = None,
    despite: str = "",
) -> None:
    """Put a reviewed version in force; the one before it ends where this one begins.

    Only the first version may begin in the past (it is then measured on what was heard since, see
    `measure_history`): a past that another version covers is never measured anew. Running clocks keep the
    version they began with. The version is tried on what happened so far; one whose estimate misses its aim is
    refused unless `despite` says why it is published all the same. Raises WouldBreak, Invalid, NotNow or
    SomebodyWasFaster.
    """
    begins = effective_from or at
    earlier = CommitmentVersion.objects.filter(commitment=version.commitment_id, published_at__isnull=False)
    if begins < at and earlier.exclude(pk=version.pk).exists():
        raise Invalid(_("A later version cannot begin in the past."), field="effective_from")
    if not can_move(version.state, State.PUBLISHED):
        raise NotNow(None, old=version.get_state_display(), new=State.PUBLISHED.label)
    if version.quality:
        _keep_quality_trial(version, despite.strip(), at)
    else:
        _keep_trial(version, try_promise(version, at=at), despite.strip(), at)
    for former in earlier.filter(state=State.PUBLISHED):
        _move(former, State.REPLACED, by=by, at=at, effective_until=begins)
    _move(version, State.PUBLISHED, by=by, at=at, reason=despite.strip(), effective_from=begins, published_at=at)
    journal.record(CommitmentPublished(version.commitment_id, version.pk), by=by, at=at)


def _keep_quality_trial(version: CommitmentVersion, despite: str, at: datetime) -> None:
    """What was observed in the last year, against the aim; a mean has its own unit and is refused in its own words."""
    reading = quality_of(version, at=at, period=Period.last_days(YEAR, until=at))
    known = reading.measured if isinstance(reading.measured, Measured) else None
    share = known if known and not version.measured_quality().is_mean else None  # type: ignore[union-attr]
    if reading.verdict is Verdict.MISSED and not despite:
        if share:
            raise WouldBreak(None, share=f"{floor(1_000 * share.value) / 10:.1f}", target=f"{100 * reading.target:g}")
        raise WouldMiss(None, mean=f"{known.value:.2f}" if known else "", target=f"{reading.target:g}")
    standings = {Verdict.MET: Standing.HOLDS, Verdict.MISSED: Standing.BREAKS, Verdict.CANNOT_TELL: Standing.UNSURE}
    Trial.objects.create(
        version=version, at=at, since=reading.period.start, n=reading.measured.n, despite=despite,
        standing=(standings[reading.verdict] if known else Standing.NOT_ENOUGH).value,
        share=share.value if share else None, low=share.low if share else None, high=share.high if share else None,
    )  # fmt: skip


def _keep_trial(version: CommitmentVersion, tried: Tried, despite: str, at: datetime) -> None:
    """Raises WouldBreak, or leaves the row that says what was known at this moment."""
    found, share = tried.found, tried.found.share
    if found.standing is Standing.BREAKS and not despite:
        assert isinstance(share, Measured)
        # Rounded down: 94.96 must not read as a met aim of 95.
        raise WouldBreak(
            None, share=f"{floor(1_000 * share.value) / 10:.1f}", target=f"{100 * float(version.target):g}"
        )
    known = share if isinstance(share, Measured) else None
    Trial.objects.create(
        version=version,
        at=at,
        since=tried.since,
        standing=found.standing.value,
        share=known.value if known else None,
        low=known.low if known else None,
        high=known.high if known else None,
        n=found.n,
        unfinished=found.unfinished,
        despite=despite,
    )


@transaction.atomic
def withdraw_commitment(version: CommitmentVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """Promise nothing new from now on; what is running was promised and runs to its end."""
    fields = {"effective_until": at} if version.state == State.PUBLISHED else {}
    _move(version, State.WITHDRAWN, by=by, at=at, reason=reason, **fields)
