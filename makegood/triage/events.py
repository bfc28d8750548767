from __future__ import annotations

from dataclasses import dataclass

from makegood.journal import Event


@dataclass(frozen=True)
class FeedbackClassified(Event, subject="feedback"):
    """An engine told one item apart."""

    feedback_id: int
    item_id: int
    branch_id: int | None
    department_id: int | None
    source: str
    nature: str
    urgency: str
    category: str


@dataclass(frozen=True)
class FeedbackBatchClassified(Event, subject="feedback", about="first_id"):
    """An engine told a batch apart; ``queries.facts_of`` gives what it found. ``batch_id`` is intake's."""

    first_id: int
    number: int
    batch_id: int | None


@dataclass(frozen=True)
class FeedbackIsPressing(Event, subject="feedback"):
    """Urgent or important: the person in charge must hear of it at once (E5). ``flags`` by comma."""

    feedback_id: int
    item_id: int
    branch_id: int | None
    department_id: int | None
    urgency: str
    flags: str


@dataclass(frozen=True)
class FeedbackScreened(Event, subject="feedback"):
    """A person decided; ``overruled`` names the fields changed, by comma."""

    feedback_id: int
    item_id: int
    branch_id: int | None
    department_id: int | None
    source: str
    nature: str
    urgency: str
    category: str
    overruled: str


@dataclass(frozen=True)
class ScreeningUndone(Event, subject="feedback"):
    feedback_id: int
    item_id: int
    branch_id: int | None


@dataclass(frozen=True)
class FeedbackRouted(Event, subject="feedback"):
    feedback_id: int
    item_id: int
    branch_id: int | None
    department_id: int | None


@dataclass(frozen=True)
class RoutingRuleAdded(Event, subject="routing_rule"):
    routing_rule_id: int
    department_id: int
    branch_id: int | None


@dataclass(frozen=True)
class RoutingRuleRetired(Event, subject="routing_rule"):
    routing_rule_id: int
