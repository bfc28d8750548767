"""An answer was written in a correspondence that a feedback began."""

from __future__ import annotations

from makegood.commitments.operations import Signal, hear_batch
from makegood.conversations.events import MessageWritten
from makegood.conversations.models import MessageKind
from makegood.intake.models import Feedback
from makegood.journal import on
from makegood.journal.models import Entry
from makegood.kit.actor import ActorKind
from makegood.triage.queries import facts_of


@on(MessageWritten)
def keep_the_promise_to_answer(event: MessageWritten, entry: Entry) -> None:
    """A response answers the feedback behind its thread on whatever channel; a machine's reply is none. E6

    An offer is a decision of people even where the house sends it.
    """
    is_automatic = event.kind == MessageKind.REPLY and entry.actor_kind in (ActorKind.ENGINE, ActorKind.SYSTEM)
    if not event.counts_as_response or is_automatic:
        return
    ids = list(Feedback.objects.filter(thread_id=event.thread_id).values_list("pk", flat=True))
    judged = facts_of(ids)
    hear_batch(
        [
            Signal(
                "feedback.answered", ("feedback", pk), {"nature": judged[pk].nature} if pk in judged else {}, entry.at
            )
            for pk in ids
        ],
        at=entry.at,
    )
