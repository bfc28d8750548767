"""The metrics, each one named object."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.commitments.queries import attainment
from makegood.insight.metric import MeanMetric, ShareMetric
from makegood.insight.queries import cases, satisfaction, screening
from makegood.insight.scope import Scope


def _kept(scope: Scope) -> tuple[int, int]:
    found = attainment(None, period=scope.period, branch_ids=scope.branch_ids)
    return found.kept, found.n


PROMISES_KEPT = ShareMetric(
    key="promises_kept",
    title=_("Promises kept"),
    population=_("All promises that were kept or broken in the period"),
    rows="promises",
    all={},
    bad={"outcome": "broken"},
    count=_kept,
)
SATISFIED = ShareMetric(
    key="satisfied",
    title=_("Satisfied customers"),
    population=_("Answers of 4 or 5 among all answers to the question after closing"),
    rows="ratings",
    all={},
    bad={"satisfied": "0"},
    count=satisfaction.satisfied,
    target=0.9,
)
MEAN_SCORE = MeanMetric(
    key="mean_score",
    title=_("Mean satisfaction"),
    population=_("All answers to the question after closing, 1 to 5"),
    rows="ratings",
    bad={"satisfied": "0"},
    scores=satisfaction.scores,
    scale=(1.0, 5.0),
)
ANSWERED_IN_A_DAY = ShareMetric(
    key="answered_in_a_day",
    title=_("First answer within 24 hours"),
    population=_("Cases opened in the period, at least 24 hours ago"),
    rows="cases",
    all={"answered": "any"},
    bad={"answered": "late"},
    count=cases.answered_in_a_day,
    target=0.95,
)
AGREEMENT = ShareMetric(
    key="agreement",
    title=_("Agreement with the machine"),
    population=_("Screenings in the period that left the nature as the machine saw it"),
    rows="screenings",
    all={},
    bad={"overruled": "nature"},
    count=screening.agreed,
    minimum=20,
)

METRICS: dict[str, ShareMetric | MeanMetric] = {
    metric.key: metric for metric in (PROMISES_KEPT, SATISFIED, MEAN_SCORE, ANSWERED_IN_A_DAY, AGREEMENT)
}
