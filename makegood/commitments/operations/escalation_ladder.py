from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import LadderDefined, LadderEnded
from makegood.commitments.models import Commitment, EscalationLadder
from makegood.commitments.rules.escalation import Rung, faults_of
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid

FAULTS: dict[str, Any] = {
    "too_many": _("A ladder has at most six steps."),
    "share": _("A step before the breach lies between 1 and 99 % of the time limit."),
    "after": _("A step after the breach comes at most 90 days later."),
    "order": _("Each step must come later than the one before it."),
    "descends": _("A ladder climbs: no step may call a lower place than the one before it."),
}
LADDERS_LOCK = 0x6D67_6C61


@transaction.atomic
def define_ladder(
    rungs: Sequence[Rung] | None, *, commitment: Commitment | None = None, by: Actor, at: datetime
) -> EscalationLadder | None:
    """Put a ladder in force for one promise or, without one, for the house. Promises that run keep theirs.

    No rungs: nothing is escalated. None: the promise follows the house again (the house then has no ladder).
    Raises Invalid for rungs that are no ladder.
    """
    for fault in faults_of(rungs or ()):
        raise Invalid(FAULTS[fault])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LADDERS_LOCK])
    known = EscalationLadder.objects.filter(commitment=commitment)
    former = known.filter(is_current=True).first()
    known.filter(is_current=True).update(is_current=False)
    if rungs is None:
        if former is not None:
            journal.record(LadderEnded(former.pk, former.commitment_id), by=by, at=at)
        return None
    made = EscalationLadder.objects.create(
        commitment=commitment, number=(known.aggregate(n=Max("number"))["n"] or 0) + 1,
        rungs=[rung.as_data() for rung in rungs], made_at=at, made_by_id=by.id,
    )  # fmt: skip
    journal.record(LadderDefined(made.pk, made.commitment_id, len(rungs)), by=by, at=at)
    return made
