"""From an engine's judgement to rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from makegood.engines.text.contract import Evidence, Judgement, TextEngine
from makegood.engines.text.loading import load_engine
from makegood.intake.models import Feedback
from makegood.triage.models import RoutingRule, TriageItem, Verdict
from makegood.triage.rules.due import priority, screening_due
from makegood.triage.rules.feeling import feeling_of
from makegood.triage.rules.routing import Facts, Rule, department_for


@dataclass(frozen=True, slots=True)
class Judged:
    """One feedback with its judgement and the length of what stood before its text."""

    feedback: Feedback
    judgement: Judgement


def current_engine() -> TextEngine:
    """The engine that the settings name."""
    return load_engine(settings.TEXT_ENGINE)


def judge(engine: TextEngine, feedback: Sequence[Feedback]) -> list[Judged]:
    """Judge subject and text together, as a person reads them."""
    judgements = engine.judge([_whole(item) for item in feedback])
    return [Judged(item, judgement) for item, judgement in zip(feedback, judgements, strict=True)]


def _whole(feedback: Feedback) -> str:
    return f"{feedback.subject}\n{feedback.text}" if feedback.subject else feedback.text


def values_of(judgement: Judgement) -> dict[str, Any]:
    """The fields that items and verdicts share."""
    calls = {name: getattr(judgement, name) for name in ("source", "nature", "urgency", "category")}
    unsure = [name for name, call in calls.items() if call.abstains]
    return {
        **{name: call.value for name, call in calls.items()},
        "feeling": feeling_of(judgement.sentiment.value),
        "sentiment": judgement.sentiment.value,
        "unsure": unsure + ["feeling"] * judgement.sentiment.abstains,
        "flags": [str(raised.flag) for raised in judgement.flags],
    }


def new_item(judged: Judged, rules: Sequence[Rule], *, is_live: bool, at: datetime) -> TriageItem:
    """The item of a feedback seen for the first time. History has no time limit for screening."""
    feedback, judgement = judged.feedback, judged.judgement
    item = TriageItem(
        feedback=feedback,
        channel_id=feedback.channel_id,
        branch_id=feedback.branch_id,
        received_at=feedback.received_at,
        occurred_at=feedback.occurred_at,
        classified_at=at,
        mode=feedback.mode,
    )
    take_verdict(item, judgement, is_live=is_live)
    item.department_id = feedback.department_id or department_for(facts_of(item), rules)
    return item


def take_verdict(item: TriageItem, judgement: Judgement, *, is_live: bool) -> None:
    """Give a waiting item the engine's values."""
    for name, value in values_of(judgement).items():
        setattr(item, name, value)
    item.aspects = [aspect.code for aspect in judgement.aspects]
    item.confidence = judgement.nature.confidence
    item.priority = priority(item.urgency, is_angry="angry" in item.flags)
    item.screening_due_at = screening_due(item.urgency, item.received_at) if is_live else None


def facts_of(item: TriageItem) -> Facts:
    return Facts(item.nature, item.category, item.urgency, item.branch_id, frozenset(item.aspects))


def routing_rules() -> list[Rule]:
    """The rules in force, in one query."""
    fields = ("id", "department_id", "order", "nature", "category", "urgency", "aspect", "branch_id")
    return [Rule(**row) for row in RoutingRule.objects.filter(retired_at=None).values(*fields)]


def new_verdict(item: TriageItem, judged: Judged, engine: TextEngine, *, at: datetime) -> Verdict:
    """The verdict as the engine gave it, its spans led back to subject and text."""
    judgement = judged.judgement
    return Verdict(
        item=item,
        engine=engine.name,
        version=engine.version,
        confidence=_confidences(judgement),
        evidence=_evidence(judgement, judged.feedback),
        aspects={aspect.code: aspect.polarity for aspect in judgement.aspects},
        language=judgement.language,
        judged_at=at,
        **values_of(judgement),
    )


def _confidences(judgement: Judgement) -> dict[str, float]:
    names = ("source", "nature", "urgency", "category")
    found = {name: getattr(judgement, name).confidence for name in names}
    return found | {"feeling": judgement.sentiment.confidence}


def _evidence(judgement: Judgement, feedback: Feedback) -> dict[str, list[list[Any]]]:
    calls: dict[str, tuple[Evidence, ...]] = {
        name: getattr(judgement, name).evidence for name in ("source", "nature", "urgency", "category")
    }
    calls["feeling"] = judgement.sentiment.evidence
    calls |= {f"aspect:{aspect.code}": aspect.evidence for aspect in judgement.aspects}
    calls |= {f"flag:{raised.flag}": raised.evidence for raised in judgement.flags}
    return {name: _placed(spans, feedback) for name, spans in calls.items() if spans}


def _placed(spans: Iterable[Evidence], feedback: Feedback) -> list[list[Any]]:
    """Spans of subject + line break + text as spans of the one or the other."""
    edge = len(feedback.subject) + 1 if feedback.subject else 0
    placed: list[list[Any]] = []
    for span in spans:
        if span.start >= edge:
            placed.append(["text", span.start - edge, span.end - edge, span.why])
        elif span.end < edge:
            placed.append(["subject", span.start, span.end, span.why])
    return placed
