"""A batch of feedback came in: tell it apart and measure the promises over it."""

from __future__ import annotations

from typing import Any

from makegood.commitments.operations import Signal, hear_batch
from makegood.intake.events import FeedbackImported
from makegood.intake.models import Feedback
from makegood.intake.queries import answers_of_batch, feedback_of_batch
from makegood.journal import Mode, on
from makegood.journal.models import Entry
from makegood.triage.operations import classify_batch
from makegood.triage.queries import facts_of


@on(FeedbackImported)
def tell_the_batch_apart(event: FeedbackImported, entry: Entry) -> None:
    """An engine judges the whole batch, in a fixed number of statements."""
    ids = list(feedback_of_batch(event.batch_id).values_list("pk", flat=True))
    classify_batch(ids, at=entry.at, batch_id=event.batch_id)
    _measure(event, entry)


def _measure(event: FeedbackImported, entry: Entry) -> None:
    """History is dated by when it happened: received, told apart, answered."""
    answers, signals = answers_of_batch(event.batch_id), []
    found = list(feedback_of_batch(event.batch_id))
    judged = facts_of([feedback.pk for feedback in found])
    for feedback in found:
        subject, facts = ("feedback", feedback.pk), _facts(feedback, judged.get(feedback.pk))
        began = feedback.received_at if feedback.mode == Mode.LIVE else feedback.occurred_at
        signals.append(Signal("feedback.received", subject, facts, began))
        signals.append(Signal("feedback.classified", subject, facts, began, judged_at=entry.at))
        if feedback.pk in answers:
            signals.append(Signal("feedback.answered", subject, facts, answers[feedback.pk]))
    hear_batch(signals, at=entry.at)


def _facts(feedback: Feedback, judged: Any) -> dict[str, Any]:
    facts = {"branch_id": feedback.branch_id, "channel": feedback.channel.kind}
    if judged is not None:
        facts |= {
            "source": judged.source, "nature": judged.nature, "urgency": judged.urgency, "category": judged.category,
            "department_id": judged.department_id,
        }  # fmt: skip
    return facts
