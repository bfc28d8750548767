from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.queries import public_promises, quality_of
from makegood.commitments.queries.by_commitment import attainment_by_commitment
from makegood.engines.statistics import NotEnough
from makegood.intake.models import Channel, ChannelKind
from makegood.kit.periods import Period
from makegood.panels.bars import share_bar
from makegood.panels.presenters import IntervalBar
from makegood.panels.presenters.promise import Words
from makegood.panels.qualities import mean_words, verdict_words
from makegood.people.models import Branch

DAYS = 90
FORMS_SHOWN = 12


@dataclass(frozen=True)
class CharterLine:
    """One public promise and how it has been kept lately."""

    code: str
    statement: str
    bar: IntervalBar
    kept: int
    broken: int
    is_guarantee: bool
    since: datetime | None
    mean: Words = ""
    verdict: Words = ""


def home_page() -> dict[str, Any]:
    """The ways to reach us: a form for each place that has one, and the hotlines."""
    forms = Channel.objects.filter(kind=ChannelKind.WEB_FORM, is_active=True).select_related("branch")
    numbers: dict[str, Branch] = {}
    for branch in Branch.objects.filter(is_active=True).exclude(hotline="").order_by("path"):
        numbers.setdefault(branch.hotline, branch)
    return {"forms": forms[:FORMS_SHOWN], "hotlines": list(numbers.values())[:FORMS_SHOWN]}


def charter_page(*, at: datetime) -> dict[str, Any]:
    """D3: what is promised publicly, and the share kept in the last 90 days with its interval and n."""
    kept = attainment_by_commitment(period=Period.last_days(DAYS, until=at))
    lines = []
    for version in public_promises(at):
        found = kept.get(version.commitment_id)
        share = found.share if found else NotEnough(0, 10)
        lines.append(
            CharterLine(
                code=version.commitment.code,
                statement=version.statement,
                bar=share_bar("", share, target=float(version.target)),
                kept=found.kept if found else 0,
                broken=found.broken if found else 0,
                is_guarantee=version.commitment.is_guarantee,
                since=version.effective_from,
                **_quality(version, at),
            )
        )
    return {"lines": lines, "days": DAYS, "at": at}


def _quality(version: CommitmentVersion, at: datetime) -> dict[str, Words]:
    """A measured quality says whether its aim is met; an average is its own figure."""
    quality = version.measured_quality()
    if quality is None:
        return {}
    reading = quality_of(version, at=at)
    return {"verdict": verdict_words(reading), "mean": mean_words(reading) if quality.is_mean else ""}
