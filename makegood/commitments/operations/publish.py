from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.commitments.events import CommitmentPublished
from makegood.commitments.models import CommitmentVersion
from makegood.commitments.operations.draft import record_move
from makegood.commitments.rules.states import can_move
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, Refusal, SomebodyWasFaster

State = CommitmentVersion.State


class NotNow(Refusal):
    code = "not_now"
    message = _("This promise cannot go from “%(old)s” to “%(new)s”.")


def _move(version: CommitmentVersion, new: str, *, by: Actor, at: datetime, reason: str = "", **fields: object) -> None:
    old = version.state
    if not can_move(old, new):
        raise NotNow(None, old=version.get_state_display(), new=State(new).label)
    found = CommitmentVersion.objects.filter(pk=version.pk, state=old)
    if not found.update(state=new, **fields):
        raise SomebodyWasFaster
    version.state = new
    for name, value in fields.items():
        setattr(version, name, value)
    record_move(version, old, by=by, at=at, reason=reason)


@transaction.atomic
def review(version: CommitmentVersion, *, by: Actor, at: datetime) -> None:
    """A draft has been read and found right. Raises NotNow or SomebodyWasFaster."""
    _move(version, State.REVIEWED, by=by, at=at)


@transaction.atomic
def send_back(version: CommitmentVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """A reviewed version becomes a draft again."""
    _move(version, State.DRAFT, by=by, at=at, reason=reason)


@transaction.atomic
def publish(version: CommitmentVersion, *, by: Actor, at: datetime, effective_from: datetime | None = None) -> None:
    """Put a reviewed version in force; the one before it ends where this one begins.

    Only the first version may begin in the past (it is then measured on what was heard since, see
    `measure_history`): a past that another version covers is never measured anew. Running clocks keep the
    version they began with. Raises Invalid, NotNow or SomebodyWasFaster.
    """
    begins = effective_from or at
    earlier = CommitmentVersion.objects.filter(commitment=version.commitment_id, published_at__isnull=False)
    if begins < at and earlier.exclude(pk=version.pk).exists():
        raise Invalid(_("A later version cannot begin in the past."), field="effective_from")
    for former in earlier.filter(state=State.PUBLISHED):
        _move(former, State.REPLACED, by=by, at=at, effective_until=begins)
    _move(version, State.PUBLISHED, by=by, at=at, effective_from=begins, published_at=at)
    journal.record(CommitmentPublished(version.commitment_id, version.pk), by=by, at=at)


@transaction.atomic
def withdraw_commitment(version: CommitmentVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """Promise nothing new from now on; what is running was promised and runs to its end."""
    fields = {"effective_until": at} if version.state == State.PUBLISHED else {}
    _move(version, State.WITHDRAWN, by=by, at=at, reason=reason, **fields)
