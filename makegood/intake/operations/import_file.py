from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from makegood.intake.models import Channel, ChannelKind, Import
from makegood.intake.operations.open_channel import open_channel
from makegood.intake.operations.run_import import BATCH, run_import
from makegood.intake.operations.start_import import queue_import, start_import
from makegood.intake.rules.mapping import ColumnMap
from makegood.kit.actor import Actor


def import_file(
    path: Path, mapping: ColumnMap | None = None, *, channel: Channel | None = None, by: Actor, at: datetime,
    clock: Callable[[], datetime] | None = None, size: int = BATCH,
) -> Import:  # fmt: skip
    """Upload, map and run a file in one go, in this process; without ``mapping`` the headings decide.

    Raises FileRefused when the file or the mapping cannot be used; then nothing was taken in.
    """
    channel = channel or import_channel(by=by, at=at)
    source = start_import(channel=channel, name=path.name, data=path.read_bytes(), by=by, at=at)
    queue_import(source, mapping or ColumnMap.from_settings(source.settings), by=by, at=at)
    return run_import(source.pk, by=by, clock=clock or (lambda: at), size=size)


def import_channel(*, by: Actor, at: datetime) -> Channel:
    """The channel of files that name no other; made when it is first needed."""
    found = Channel.objects.filter(code="import").first()
    return found or open_channel(code="import", name=_("File import"), kind=ChannelKind.IMPORT, by=by, at=at)
