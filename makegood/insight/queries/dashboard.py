from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from makegood.engines.statistics import Measured, NotEnough
from makegood.insight import metrics
from makegood.insight.metric import Figure
from makegood.insight.queries import cases, feedback, money, promises, satisfaction
from makegood.insight.queries.cases import AgeBucket
from makegood.insight.queries.feedback import FeedbackTable
from makegood.insight.queries.money import MoneyLine
from makegood.insight.queries.promises import PromiseLine
from makegood.insight.scope import Scope


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The first page: every number carries the drill into its rows."""

    scope: Scope
    figures: list[Figure]
    feedback: FeedbackTable
    feedback_weeks: list[tuple[date, dict[str, int]]]
    promises: list[PromiseLine]
    promise_weeks: list[tuple[date, Measured | NotEnough]]
    ages: list[AgeBucket]
    money: list[MoneyLine]

    @property
    def open_cases(self) -> int:
        return sum(bucket.n for bucket in self.ages)


def dashboard(scope: Scope) -> Dashboard:
    """All parts in thirteen queries, whatever the number of rows."""
    kept, scores = promises.by_commitment(scope), satisfaction.scores(scope)
    counted = sum(line.kept for line in kept), sum(line.n for line in kept)
    figures = [
        metrics.PROMISES_KEPT.figure(scope, counted),
        metrics.SATISFIED.figure(scope, satisfaction.satisfied_of(scores)),
        metrics.MEAN_SCORE.figure(scope, scores),
        metrics.ANSWERED_IN_A_DAY.figure(scope),
        metrics.AGREEMENT.figure(scope),
    ]
    return Dashboard(
        scope=scope,
        figures=figures,
        feedback=feedback.by_nature_and_channel(scope),
        feedback_weeks=feedback.by_week(scope),
        promises=kept,
        promise_weeks=promises.by_week(scope),
        ages=cases.by_age(scope),
        money=money.budgets(scope),
    )
