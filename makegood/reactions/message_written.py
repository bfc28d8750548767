"""An answer was written in a correspondence that a feedback began."""

from __future__ import annotations

from collections.abc import Sequence

from makegood.commitments.operations import Signal, hear_batch
from makegood.conversations.events import MessageWritten
from makegood.conversations.models import MessageKind
from makegood.intake.models import Feedback
from makegood.journal import Mode, current_mode, on
from makegood.journal.models import Entry
from makegood.kit.actor import ActorKind
from makegood.triage.queries import facts_of

Told = tuple[MessageWritten, Entry]


@on(MessageWritten, batch=True)
def keep_the_promise_to_answer(told: Sequence[Told]) -> None:
    """A response answers the feedback behind its thread on whatever channel; a machine's reply is none. E6

    An offer is a decision of people even where the house sends it.
    """
    answers = [(event, entry) for event, entry in told if _is_answer(event, entry)]
    if current_mode() is Mode.BACKFILL:  # an answer is judged by its own date, so the past is heard at once
        _hear(answers)
        return
    for answer in answers:
        _hear([answer])


def _is_answer(event: MessageWritten, entry: Entry) -> bool:
    is_automatic = event.kind == MessageKind.REPLY and entry.actor_kind in (ActorKind.ENGINE, ActorKind.SYSTEM)
    return event.counts_as_response and not is_automatic


def _hear(answers: Sequence[Told]) -> None:
    given = {event.thread_id: entry.at for event, entry in answers}
    asked = dict(Feedback.objects.filter(thread_id__in=given).values_list("pk", "thread_id"))
    if not asked:
        return
    judged = facts_of(list(asked))
    signals = [
        Signal(
            "feedback.answered", ("feedback", pk), {"nature": judged[pk].nature} if pk in judged else {}, given[thread]
        )
        for pk, thread in asked.items()
        if thread is not None
    ]
    hear_batch(signals, at=max(given.values()))
