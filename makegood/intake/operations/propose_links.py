from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from makegood import journal
from makegood.intake.events import LinkDecided
from makegood.intake.models import LinkState, ProposedLink
from makegood.intake.operations.statements import PROPOSE
from makegood.kit.errors import SomebodyWasFaster
from makegood.people.models import Staff


def propose_links(feedback_ids: Sequence[int], *, at: datetime) -> Counter[str]:
    """Link each item to the first earlier one that says the same; returns how many of each kind were new.

    ``repeated_text``: same customer, subject and words. ``same_text``: the same words from somebody else, or
    in another dress (width, script, punctuation). Repeatable.
    """
    with connection.cursor() as cursor:
        cursor.execute(PROPOSE, {"ids": list(feedback_ids), "at": at})
        return Counter(kind for (kind,) in cursor.fetchall())


def confirm_link(link: ProposedLink, *, by: Staff, at: datetime) -> None:
    """The two items belong together. Raises SomebodyWasFaster when it was decided already."""
    _decide(link, LinkState.CONFIRMED, by=by, at=at)


def reject_link(link: ProposedLink, *, by: Staff, at: datetime) -> None:
    """They only look alike. Raises SomebodyWasFaster when it was decided already."""
    _decide(link, LinkState.REJECTED, by=by, at=at)


@transaction.atomic
def _decide(link: ProposedLink, state: LinkState, *, by: Staff, at: datetime) -> None:
    waiting = ProposedLink.objects.filter(pk=link.pk, state=LinkState.PROPOSED)
    if not waiting.update(state=state, decided_by=by, decided_at=at):
        raise SomebodyWasFaster
    journal.record(LinkDecided(link.pk, link.earlier_id, link.later_id, state.value), by=by.actor, at=at)
