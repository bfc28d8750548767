from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from makegood import journal
from makegood.customers.fields import vault
from makegood.intake.events import ImportUploaded
from makegood.intake.models import Channel, Import, ImportState, Mapping
from makegood.intake.operations.receive import ChannelClosed
from makegood.intake.queries.files import read_bytes, signature, suggested_for, table_of
from makegood.intake.reasons import FileRefused
from makegood.intake.rules.mapping import ColumnMap, bound
from makegood.intake.rules.words import clean_line
from makegood.kit.actor import Actor, ActorKind
from makegood.kit.errors import Refusal, SomebodyWasFaster
from makegood.kit.problems import Problem
from makegood.kit.vault import keyed_digest


class ImportUnderWay(Refusal):
    code = "import_under_way"
    message = _("This import is running or done already. Choose the file again to start another.")


@transaction.atomic
def start_import(
    *,
    channel: Channel,
    name: str,
    data: bytes,
    time_zone: str = "",
    mends: Import | None = None,
    by: Actor,
    at: datetime,
) -> Import:
    """Keep the file, sealed, and say how its columns look; nothing is taken in yet.

    Raises FileRefused for a file that cannot be read and ChannelClosed.
    """
    if not channel.is_active:
        raise ChannelClosed
    table = read_bytes(data)
    zone = time_zone or (channel.branch.time_zone if channel.branch else settings.TIME_ZONE)
    made = Import(
        channel=channel, name=clean_line(PurePath(name).name)[-200:] or "file", rows_total=len(table.rows),
        file_digest=keyed_digest(settings.DIGEST_KEY, sha256(data).hexdigest()),
        settings=suggested_for(table, time_zone=zone).as_settings(), mends=mends, uploaded_at=at,
        uploaded_by_id=by.id if by.kind is ActorKind.STAFF else None,
    )  # fmt: skip
    made.file.save(f"{uuid4().hex}.sealed", ContentFile(vault().seal_bytes(data)), save=False)
    made.save()
    journal.record(ImportUploaded(made.pk, channel.branch_id), by=by, at=at)
    return made


@transaction.atomic
def queue_import(source: Import, mapping: ColumnMap, *, save_as: str = "", by: Actor, at: datetime) -> None:
    """Settle how the file is read and let it start. ``save_as`` keeps the mapping for files with these headings.

    Raises FileRefused when the mapping does not fit the file and ImportUnderWay when it was started before.
    """
    table = table_of(source, mapping.sheet)
    try:
        bound(table, mapping)
    except Problem as problem:
        raise FileRefused(problem) from None
    waiting = Import.objects.filter(pk=source.pk, state__in=(ImportState.UPLOADED, ImportState.FAILED))
    if not waiting.update(
        state=ImportState.QUEUED, settings=mapping.as_settings(), rows_total=len(table.rows), failure=""
    ):
        raise ImportUnderWay
    if save_as:
        Mapping.objects.update_or_create(
            headings_digest=signature(table),
            defaults={
                "name": clean_line(save_as)[:80], "settings": mapping.as_settings(), "saved_at": at,
                "saved_by_id": by.id if by.kind is ActorKind.STAFF else None,
            },
        )  # fmt: skip
    source.refresh_from_db()


@transaction.atomic
def discard_import(source: Import, *, by: Actor, at: datetime) -> None:
    """Throw an upload away that was never started. Raises SomebodyWasFaster when it has been."""
    gone, _rows = Import.objects.filter(pk=source.pk, state=ImportState.UPLOADED).delete()
    if not gone:
        raise SomebodyWasFaster
    transaction.on_commit(lambda: source.file.storage.delete(str(source.file.name)))
