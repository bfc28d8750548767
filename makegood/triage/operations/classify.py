from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from makegood import journal
from makegood.intake.models import Feedback
from makegood.journal import Mode
from makegood.kit.actor import SYSTEM, Actor
from makegood.triage.events import FeedbackBatchClassified, FeedbackClassified, FeedbackIsPressing
from makegood.triage.models import TriageItem, Urgency, Verdict
from makegood.triage.operations.judging import (
    Judged,
    current_engine,
    judge,
    new_item,
    new_verdict,
    routing_rules,
    take_verdict,
)

VALUES = [
    "source", "nature", "urgency", "category", "feeling", "sentiment", "unsure", "flags", "aspects", "confidence",
    "priority", "screening_due_at",
]  # fmt: skip


@transaction.atomic
def classify(feedback: Feedback, *, at: datetime, by: Actor = SYSTEM) -> TriageItem:
    """Tell one item apart. Repeatable: an item that is known already comes back as it stands."""
    for item in _first_judged([feedback.pk], at=at):
        event = FeedbackClassified(
            feedback.pk, item.pk, item.branch_id, item.department_id,
            item.source, item.nature, item.urgency, item.category,
        )  # fmt: skip
        journal.record_many([event, *_pressing([item])], by=by, at=at)
        return item
    return TriageItem.objects.get(feedback_id=feedback.pk)


@transaction.atomic
def classify_batch(
    feedback_ids: Sequence[int], *, at: datetime, by: Actor = SYSTEM, batch_id: int | None = None
) -> int:
    """Tell many items apart in a fixed number of statements; returns how many were new.

    One journal entry stands for the batch (``batch_id`` is intake's); what arrives live and is pressing has
    an entry of its own.
    """
    items = _first_judged(feedback_ids, at=at)
    if items:
        whole = FeedbackBatchClassified(items[0].feedback_id, len(items), batch_id)
        journal.record_many([whole, *_pressing(items)], by=by, at=at)
    return len(items)


def _first_judged(feedback_ids: Sequence[int], *, at: datetime) -> list[TriageItem]:
    """Items and verdicts of the feedback that had none. The lock lets two workers judge the same only once."""
    found = Feedback.objects.filter(pk__in=feedback_ids).order_by("pk").select_for_update(no_key=True)
    known = set(TriageItem.objects.filter(feedback_id__in=feedback_ids).values_list("feedback_id", flat=True))
    engine, rules = current_engine(), routing_rules()
    judged = judge(engine, [feedback for feedback in _unsealed(found) if feedback.pk not in known])
    items = TriageItem.objects.bulk_create(
        [new_item(one, rules, is_live=one.feedback.mode == Mode.LIVE, at=at) for one in judged], batch_size=2000
    )
    Verdict.objects.bulk_create(
        [new_verdict(item, one, engine, at=at) for item, one in zip(items, judged, strict=True)], batch_size=2000
    )
    return items


def _unsealed(found: QuerySet[Feedback]) -> list[Feedback]:
    """What engines may read: never the sealed original."""
    fields = (
        "id", "channel_id", "branch_id", "department_id", "subject", "text", "received_at", "occurred_at", "mode",
    )  # fmt: skip
    return list(found.only(*fields))


def _pressing(items: Sequence[TriageItem]) -> list[FeedbackIsPressing]:
    return [
        FeedbackIsPressing(
            item.feedback_id, item.pk, item.branch_id, item.department_id, item.urgency, ",".join(item.flags)
        )
        for item in items
        if item.mode == Mode.LIVE and item.urgency != Urgency.NORMAL
    ]


@transaction.atomic
def reclassify(feedback_ids: Sequence[int], *, at: datetime) -> int:
    """Put a verdict of the current engine version beside the older ones; returns how many were new.

    Items still waiting take the new values; what a person decided stays.
    """
    engine = current_engine()
    items = {
        item.feedback_id: item
        for item in TriageItem.objects.filter(feedback_id__in=feedback_ids)
        .exclude(verdicts__engine=engine.name, verdicts__version=engine.version)
        .select_for_update(of=("self",))
    }
    judged = judge(engine, _unsealed(Feedback.objects.filter(pk__in=items).order_by("pk")))
    _renew(items, judged)
    Verdict.objects.bulk_create(
        [new_verdict(items[one.feedback.pk], one, engine, at=at) for one in judged], batch_size=2000
    )
    return len(judged)


def _renew(items: dict[int, TriageItem], judged: Sequence[Judged]) -> None:
    waiting = [one for one in judged if items[one.feedback.pk].is_waiting]
    for one in waiting:
        take_verdict(items[one.feedback.pk], one.judgement, is_live=one.feedback.mode == Mode.LIVE)
    TriageItem.objects.bulk_update([items[one.feedback.pk] for one in waiting], VALUES, batch_size=500)
