"""What a number is: its name, whom it counts, its interval, and how many rows it needs to mean anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from makegood.engines.statistics import Measured, NotEnough, mean_with_interval, share_with_interval
from makegood.insight.scope import Drill, Scope

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric measured: the answer, whom it counted, and the drills into all its rows and the bad ones.

    ``answer`` is in ``unit``: a share of 0 to 1, or points on ``scale``.
    """

    key: str
    title: Words
    population: Words
    unit: str
    answer: Measured | NotEnough
    drill: Drill
    bad: Drill
    target: float | None = None
    scale: tuple[float, float] = (0.0, 1.0)

    @property
    def is_enough(self) -> bool:
        return isinstance(self.answer, Measured)


@dataclass(frozen=True, slots=True)
class ShareMetric:
    """A share with its Wilson interval. ``count`` gives (how many are good, of how many) in one query."""

    key: str
    title: Words
    population: Words
    rows: str
    bad: Mapping[str, str]
    count: Callable[[Scope], tuple[int, int]]
    all: Mapping[str, str]
    minimum: int = 10
    target: float | None = None

    def figure(self, scope: Scope, counted: tuple[int, int] | None = None) -> Figure:
        """Measure; ``counted`` saves the query where the caller has counted already."""
        good, n = self.count(scope) if counted is None else counted
        return Figure(
            self.key, self.title, self.population, "share", share_with_interval(good, n, minimum=self.minimum),
            scope.drill(self.rows, **self.all), scope.drill(self.rows, **self.bad), self.target,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeanMetric:
    """A mean of points with its t interval. ``scores`` gives points → how many, in one query."""

    key: str
    title: Words
    population: Words
    rows: str
    bad: Mapping[str, str]
    scores: Callable[[Scope], Mapping[int, int]]
    scale: tuple[float, float]
    minimum: int = 10
    target: float | None = None

    def figure(self, scope: Scope, counted: Mapping[int, int] | None = None) -> Figure:
        """Measure; ``counted`` saves the query where the caller has counted already."""
        scores = self.scores(scope) if counted is None else counted
        values = [float(points) for points, times in sorted(scores.items()) for _ in range(times)]
        return Figure(
            self.key, self.title, self.population, "points", mean_with_interval(values, minimum=self.minimum),
            scope.drill(self.rows), scope.drill(self.rows, **self.bad), self.target, self.scale,
        )  # fmt: skip
