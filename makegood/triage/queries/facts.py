from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from makegood.triage.models import TriageItem


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What other rooms need to know of an item: codes and ids only."""

    feedback_id: int
    item_id: int
    state: str
    source: str
    nature: str
    urgency: str
    category: str
    feeling: str
    branch_id: int | None
    department_id: int | None
    classified_at: datetime


def facts_of(feedback_ids: Sequence[int]) -> dict[int, ItemFacts]:
    """Feedback id → its facts, in one query; feedback that nobody judged yet is left out."""
    names = (
        "feedback_id", "id", "state", "source", "nature", "urgency", "category", "feeling", "branch_id",
        "department_id", "classified_at",
    )  # fmt: skip
    rows = TriageItem.objects.filter(feedback_id__in=feedback_ids).values_list(*names)
    return {row[0]: ItemFacts(*row) for row in rows}
