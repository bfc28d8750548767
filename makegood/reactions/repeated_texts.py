"""The same words again: propose that the items belong together."""

from __future__ import annotations

from makegood.intake.events import FeedbackImported, FeedbackReceived
from makegood.intake.operations import propose_links
from makegood.intake.queries import ids_of_batch
from makegood.journal import on
from makegood.journal.models import Entry


@on(FeedbackReceived)
def propose_link_of_item(event: FeedbackReceived, entry: Entry) -> None:
    """Looks for an earlier item that says the same."""
    propose_links([event.feedback_id], at=entry.at)


@on(FeedbackImported)
def propose_links_of_batch(event: FeedbackImported, entry: Entry) -> None:
    """The same for a batch, in one statement."""
    propose_links(ids_of_batch(event.batch_id), at=entry.at)
