from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from makegood.commitments.models import Commitment, CommitmentVersion, VersionMove
from makegood.commitments.permissions import may_draft, may_publish
from makegood.commitments.queries import Attainment, attainment, current_versions, quality_of, try_promise
from makegood.commitments.queries.by_commitment import (
    attainment_by_branch,
    attainment_by_commitment,
    attainment_by_fact,
    compared,
)
from makegood.engines.statistics import NotEnough
from makegood.engines.statistics.feasibility import Standing
from makegood.intake.models import ChannelKind
from makegood.office.comparing import comparison_words
from makegood.office.filters import SPANS, Filters, as_of_asked, filters_of
from makegood.office.measuring import measuring
from makegood.office.promise_words import exclusion_words, limit_words, scope_words, signal_words
from makegood.office.words import who_did
from makegood.panels.bars import share_bar
from makegood.panels.durations import budget_words
from makegood.panels.presenters import IntervalBar
from makegood.panels.qualities import aim_words, mean_words, verdict_words
from makegood.panels.web import StaffRequest
from makegood.people.models import Branch, Department, Role, Staff

State = CommitmentVersion.State


@dataclass(frozen=True)
class PromiseLine:
    """One promise in the list: its newest version, the one in force, and how it is kept."""

    version: CommitmentVersion
    in_force: CommitmentVersion | None
    limit: str
    bar: IntervalBar
    running: int
    broken: int


def commitments_page(request: StaffRequest, *, at: datetime) -> dict[str, Any]:
    filters = filters_of(request, request.user, at=at)
    kept = attainment_by_commitment(period=filters.period, branch_ids=filters.branch_ids)
    published = {v.commitment_id: v for v in CommitmentVersion.objects.filter(state=State.PUBLISHED)}
    lines = []
    for version in current_versions():
        found, in_force = kept.get(version.commitment_id), published.get(version.commitment_id)
        share = found.share if found else NotEnough(0, 10)
        shown = in_force or version
        lines.append(
            PromiseLine(
                version,
                in_force,
                limit_words(shown),
                share_bar("", share, target=float(shown.target)),
                running=found.running if found else 0,
                broken=found.broken if found else 0,
            )
        )
    return {"lines": lines, "filters": filters, "spans": SPANS, "may_draft": may_draft(request.user)}


def commitment_page(request: StaffRequest, commitment: Commitment, *, at: datetime) -> dict[str, Any]:
    """One promise: what it says, how it is kept and where, its versions and what may be done next."""
    filters = filters_of(request, request.user, at=at)
    versions = _versions(commitment)
    shown = next((v for v in versions if v.state == State.PUBLISHED), versions[0])
    newest = versions[0]
    as_of = as_of_asked(request)
    found = attainment(commitment.code, period=filters.period, branch_ids=filters.branch_ids, as_of=as_of)
    people = _people(versions)
    return {
        "commitment": commitment,
        "shown": shown,
        "newest": newest,
        "terms": _terms(shown),
        "attainment": found,
        "bar": share_bar("", found.share, target=float(shown.target)),
        **_groups(commitment, filters, float(shown.target), as_of),
        "as_of": as_of,
        "badge": _badge(request, commitment, shown) if commitment.is_public and shown.state == State.PUBLISHED else "",
        "versions": [(v, limit_words(v), _moves(v, people)) for v in versions],
        "filters": filters,
        "spans": SPANS,
        "measuring": measuring(shown) if shown.published_at else None,
        "quality": _quality(shown, filters, as_of, at),
        "tried": _tried(newest, at) if may_draft(request.user) else None,
        "may_draft": may_draft(request.user),
        "may_publish": may_publish(request.user),
    }


def _quality(shown: CommitmentVersion, filters: Filters, as_of: datetime | None, at: datetime) -> dict[str, Any] | None:
    """A measured quality in its own window; of a mean the figure itself, for it has no verdicts to count."""
    quality = shown.measured_quality()
    if quality is None:
        return None
    reading = quality_of(shown, at=min(as_of or at, at), branch_ids=filters.branch_ids, as_of=as_of)
    return {
        "aim": aim_words(shown),
        "verdict": verdict_words(reading),
        "mean": mean_words(reading) if quality.is_mean else "",
        "bar": None if quality.is_mean else share_bar("", reading.measured, target=float(shown.target)),
        "period": reading.period,
    }


def _tried(newest: CommitmentVersion, at: datetime) -> dict[str, Any] | None:
    """D2: what history says of a version that is not published yet, of every branch, as publishing will judge it."""
    if newest.state not in (State.DRAFT, State.REVIEWED) or newest.quality:
        return None
    tried = try_promise(newest, at=at)
    return {
        "found": tried.found,
        "bar": share_bar("", tried.found.share, target=tried.found.target),
        "breaks": tried.found.standing is Standing.BREAKS,
        "since": tried.since,
    }


def _versions(commitment: Commitment) -> list[CommitmentVersion]:
    moves = Prefetch("moves", VersionMove.objects.order_by("-pk"))
    found = commitment.versions.select_related("commitment", "calendar__calendar")
    return list(found.defer("calendar__statutory", "calendar__corrections").prefetch_related(moves).order_by("-number"))


def _people(versions: list[CommitmentVersion]) -> dict[int, Staff]:
    ids = {move.by_id for v in versions for move in v.moves.all() if move.by_kind == "staff" and move.by_id}
    return Staff.objects.in_bulk(list(ids))


def _moves(version: CommitmentVersion, people: dict[int, Staff]) -> list[tuple[VersionMove, str]]:
    return [(move, who_did(move.by_kind, move.by_id, people)) for move in version.moves.all()]


def _terms(version: CommitmentVersion) -> dict[str, Any]:
    wanted = version.scope.get("branches") or []
    names = dict(Branch.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return {
        "limit": limit_words(version),
        "starts": signal_words(version.starts_on),
        "stops": signal_words(version.stops_on),
        "pauses": signal_words(version.pauses_on),
        "resumes": signal_words(version.resumes_on),
        "scope": scope_words(version, names),
        "cancels": signal_words(version.cancels_on),
        "exclusions": exclusion_words(version),
        "more_time": [(budget_words(it.adds, version.budget_kind), Role(it.role).label) for it in version.steps()],
    }


def _groups(commitment: Commitment, filters: Filters, target: float, as_of: datetime | None) -> dict[str, Any]:
    """D4: how the same promise is kept in each branch and channel, and whether they differ beyond chance."""
    asked: dict[str, Any] = {"period": filters.period, "branch_ids": filters.branch_ids, "as_of": as_of}
    by_branch = attainment_by_branch(commitment.code, **asked)
    names = {branch.pk: branch.name for branch in filters.branches}
    rows = [(branch, by_branch[branch.pk]) for branch in filters.branches if branch.pk in by_branch]
    by_channel = attainment_by_fact("channel", commitment.code, **asked)
    channels = dict(ChannelKind.choices)
    return {
        "by_branch": [(b, _branch_bar(commitment, filters, b, kept, target, as_of)) for b, kept in rows]
        if len(rows) > 1
        else [],
        "branches_compared": comparison_words(compared(by_branch), names),
        "by_channel": [
            share_bar(channels.get(code, code) or _("No channel"), kept.share, target=target)
            for code, kept in sorted(by_channel.items())
        ]
        if len(by_channel) > 1
        else [],
        "channels_compared": comparison_words(compared(by_channel), channels),
        **_by_department(commitment, asked, target),
    }


def _by_department(commitment: Commitment, asked: dict[str, Any], target: float) -> dict[str, Any]:
    found = attainment_by_fact("department_id", commitment.code, **asked)
    names = {str(pk): name for pk, name in Department.objects.values_list("pk", "name")}
    bars = [
        share_bar(names.get(pk, _("No department")), kept.share, target=target) for pk, kept in sorted(found.items())
    ]
    return {
        "by_department": bars if len(bars) > 1 else [],
        "departments_compared": comparison_words(compared(found), names),
    }


def _branch_bar(
    commitment: Commitment,
    filters: Filters,
    branch: Branch,
    kept: Attainment,
    target: float,
    as_of: datetime | None,
) -> IntervalBar:
    query = replace(filters, branch=branch).query
    if as_of is not None:
        query += f"&as_of={timezone.localdate(as_of - timedelta(seconds=1))}"
    href = f"{reverse('office:verdicts')}?promise={commitment.code}&outcome=broken&{query}"
    return share_bar(branch.name, kept.share, target=target, href=href)


def _badge(request: StaffRequest, commitment: Commitment, shown: CommitmentVersion) -> str:
    """What somebody pastes into his own page."""
    page = request.build_absolute_uri(f"{reverse('portal:charter')}#{commitment.code}")
    picture = request.build_absolute_uri(reverse("portal:badge", args=[commitment.code]))
    language = get_language() or "zh-hans"
    return format_html(
        '<a href="{}"><img src="{}?lang={}" width="360" alt="{}"></a>', page, picture, language, shown.statement
    )
