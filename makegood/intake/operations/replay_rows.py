from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from makegood.intake.models import Import
from makegood.intake.operations.run_import import run_import
from makegood.intake.operations.start_import import queue_import, start_import
from makegood.intake.queries.files import read_bytes
from makegood.intake.queries.quarantine import ROW_COLUMN
from makegood.intake.rules.mapping import ColumnMap
from makegood.kit.actor import Actor
from makegood.kit.errors import Invalid


class NotTheseRows(Invalid):
    code = "not_these_rows"
    message = _(
        "This is not the file of rows to be mended of this import. Download it here, mend it and choose it again."
    )


def upload_mended(source: Import, *, name: str, data: bytes, by: Actor, at: datetime) -> Import:
    """Queue the downloaded rows of ``source`` after mending; the run takes each in under its first arrival.

    Returns the new import, which is read like the first one. Raises FileRefused, and NotTheseRows for a file
    without the column by which rows are known.
    """
    if ROW_COLUMN not in read_bytes(data).headings:
        raise NotTheseRows
    made = start_import(channel=source.channel, name=name, data=data, mends=source, by=by, at=at)
    mapping = ColumnMap.from_settings({**source.settings, "sheet": ""})
    queue_import(made, mapping, by=by, at=at)
    return made


def replay(source: Import, *, name: str, data: bytes, by: Actor, clock: Callable[[], datetime]) -> Import:
    """``upload_mended`` and run at once, in this process."""
    return run_import(upload_mended(source, name=name, data=data, by=by, at=clock()).pk, by=by, clock=clock)
