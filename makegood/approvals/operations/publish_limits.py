from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.approvals.events import LimitsPublished
from makegood.approvals.models import LimitTable
from makegood.approvals.queries import current_limits
from makegood.approvals.rules.limits import Limits, problem_with
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Invalid, SomebodyWasFaster


@transaction.atomic
def publish_limits(limits: Limits, *, by: Actor, at: datetime) -> LimitTable:
    """Put a new table in force. Requests already decided keep the version they were decided under."""
    if problem_with(limits):
        raise Invalid(_("A limit cannot be negative."), field="limits")
    version = current_limits()[0] + 1
    try:
        with transaction.atomic():
            table = LimitTable.objects.create(
                version=version, limits=limits, published_at=at,
                published_by_id=by.id if by.kind == ActorKind.STAFF else None,
            )  # fmt: skip
    except IntegrityError as taken:
        raise SomebodyWasFaster from taken
    journal.record(LimitsPublished(table.pk, version), by=by, at=at)
    return table
