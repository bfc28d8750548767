from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.intake.events import ChannelChanged, ChannelOpened
from makegood.intake.models import Channel
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid, SomebodyWasFaster
from makegood.people.models import Branch, Staff


@transaction.atomic
def open_channel(
    *, code: str, name: str, kind: str, branch: Branch | None = None, owner: Staff | None = None, by: Actor,
    at: datetime,
) -> Channel:  # fmt: skip
    """A new way in. Raises Invalid when the code is taken."""
    try:
        with transaction.atomic():
            channel = Channel.objects.create(code=code, name=name, kind=kind, branch=branch, owner=owner)
    except IntegrityError:
        raise Invalid(_("There is a channel with this code already. Choose another code."), field="code") from None
    journal.record(ChannelOpened(channel.pk, channel.branch_id), by=by, at=at)
    return channel


@transaction.atomic
def change_channel(
    channel: Channel, *, name: str, branch: Branch | None, owner: Staff | None, by: Actor, at: datetime
) -> None:
    """New name, branch or owner; feedback already received stays where it is."""
    Channel.objects.filter(pk=channel.pk).update(name=name, branch=branch, owner=owner)
    journal.record(ChannelChanged(channel.pk, branch.pk if branch else None, channel.is_active), by=by, at=at)


@transaction.atomic
def close_channel(channel: Channel, *, by: Actor, at: datetime) -> None:
    """Nothing more is taken in here. Raises SomebodyWasFaster when it is closed already."""
    if not Channel.objects.filter(pk=channel.pk, is_active=True).update(is_active=False):
        raise SomebodyWasFaster
    journal.record(ChannelChanged(channel.pk, channel.branch_id, False), by=by, at=at)
