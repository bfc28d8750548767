from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from makegood import journal
from makegood.encounters.models import Stage
from makegood.encounters.operations.stages import late_event
from makegood.kit.actor import SYSTEM, Actor

SOON = timedelta(hours=6)  # a parcel that has not left by then will hardly arrive on its day
STALE = timedelta(days=14)  # nobody is told today of what was due a fortnight ago


@transaction.atomic
def watch_stages(*, at: datetime, limit: int = 500, by: Actor = SYSTEM) -> int:
    """Find promised dates that passed, or are near while nothing has begun; returns how many. Once each.

    Any number of workers may run it. Call it again while it finds something.
    """
    near = Q(promised_at__lte=at) | Q(promised_at__lte=at + SOON, started_at__isnull=True)
    found = (
        Stage.objects.filter(near, promised_at__gt=at - STALE, ended_at__isnull=True, late_since__isnull=True)
        .select_related("encounter")
        .order_by("promised_at")
    )
    stages = list(found.select_for_update(of=("self",), skip_locked=True)[:limit])
    Stage.objects.filter(pk__in=[stage.pk for stage in stages]).update(late_since=at)
    events = [
        late_event(s, s.encounter, "overdue" if s.promised_at and s.promised_at <= at else "not_started")
        for s in stages
    ]
    journal.record_many(events, by=by, at=at)
    return len(stages)


def note_told(stage_id: int, *, at: datetime) -> None:
    """The customer was told that it will be late, for the first time."""
    Stage.objects.filter(pk=stage_id, told_at__isnull=True).update(told_at=at)
