"""Something came in: start the promises to answer it, and tell it apart."""

from __future__ import annotations

from makegood.commitments.operations import Signal, hear
from makegood.intake.events import FeedbackReceived
from makegood.intake.models import Feedback
from makegood.journal import Mode, on
from makegood.journal.models import Entry
from makegood.triage.operations import classify


@on(FeedbackReceived)
def start_message_promises(event: FeedbackReceived, entry: Entry) -> None:
    """Starts every promise that begins when a message reaches us; history is measured from when it was said."""
    feedback = Feedback.objects.select_related("channel").get(pk=event.feedback_id)
    facts = {"branch_id": feedback.branch_id, "channel": feedback.channel.kind}
    began = feedback.received_at if feedback.mode == Mode.LIVE else feedback.occurred_at
    hear(Signal("feedback.received", ("feedback", feedback.pk), facts, began), at=entry.at)


@on(FeedbackReceived)
def tell_apart(event: FeedbackReceived, entry: Entry) -> None:
    """An engine says what it is, how urgent, about what."""
    classify(Feedback.objects.get(pk=event.feedback_id), at=entry.at)
