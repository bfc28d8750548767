from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from makegood.commitments.models import Commitment, CommitmentVersion
from makegood.commitments.rules.terms import Terms


class Promise(NamedTuple):
    """A commitment with every version that was ever in force, newest first."""

    commitment: Commitment
    terms: list[Terms]
    grace: dict[int, int]

    @property
    def signals(self) -> frozenset[str]:
        return frozenset[str]().union(*(terms.signals for terms in self.terms))


def with_calendar(versions: QuerySet[CommitmentVersion]) -> QuerySet[CommitmentVersion]:
    """Versions whose `terms()` costs no query once the process knows the calendar."""
    return versions.select_related("commitment", "calendar").defer("calendar__statutory", "calendar__corrections")


# Everything that a promise in force is made of; published versions change in these columns alone.
STATE = """
SELECT md5(string_agg(concat_ws('|', v.id, v.state, v.published_at, v.effective_from, v.effective_until,
  calendar.fingerprint, c.code, c.name, c.is_guarantee, c.remedy_code, c.is_public), ';' ORDER BY v.id))
FROM commitments_commitmentversion v
JOIN commitments_calendarversion calendar ON calendar.id = v.calendar_id
JOIN commitments_commitment c ON c.id = v.commitment_id
WHERE v.published_at IS NOT NULL
"""
_kept: dict[str, list[Promise]] = {}


def promises_in_force(commitment_ids: Iterable[int] | None = None) -> list[Promise]:
    """Every promise that was ever published, or those named, in one query.

    All of them together are asked for at every signal, so a process keeps them until anything about them changes.
    """
    if commitment_ids is not None:
        return _read_promises(commitment_ids)
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        state = str(cursor.fetchone()[0])
    if state not in _kept:
        found = _read_promises(None)
        _kept.clear()
        _kept[state] = found
    return _kept[state]


def _read_promises(commitment_ids: Iterable[int] | None) -> list[Promise]:
    versions = with_calendar(CommitmentVersion.objects.filter(published_at__isnull=False))
    if commitment_ids is not None:
        versions = versions.filter(commitment__in=list(commitment_ids))
    grouped: defaultdict[int, list[CommitmentVersion]] = defaultdict(list)
    for version in versions.order_by("commitment_id", "-number"):
        grouped[version.commitment_id].append(version)
    return [
        Promise(found[0].commitment, [v.terms() for v in found], {v.pk: v.grace_seconds for v in found})
        for found in grouped.values()
    ]


def current_versions() -> QuerySet[CommitmentVersion]:
    """The newest version of each commitment, whatever its state: what the office lists."""
    newest = CommitmentVersion.objects.order_by("commitment_id", "-number").distinct("commitment_id").values("pk")
    return (
        CommitmentVersion.objects.filter(pk__in=newest)
        .select_related("commitment", "calendar__calendar")
        .defer("calendar__statutory", "calendar__corrections")
        .order_by("commitment__code")
    )


def public_promises(at: datetime) -> QuerySet[CommitmentVersion]:
    """What the organisation promises its customers at this moment."""
    return (
        with_calendar(CommitmentVersion.objects.filter(published_at__isnull=False))
        .filter(commitment__is_public=True, effective_from__lte=at)
        .filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at))
        .order_by("commitment__code")
    )
