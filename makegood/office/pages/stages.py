from __future__ import annotations

from datetime import datetime
from typing import Any

from makegood.customers.fields import vault
from makegood.encounters.models import StageBatch, StageName
from makegood.encounters.permissions import may_import_stages, visible_batches
from makegood.encounters.queries import stage_names
from makegood.encounters.queries.held import headings_of, held_lines, reasons_of
from makegood.intake.queries.files import read_bytes
from makegood.kit.tables import Table
from makegood.office.forms.stages import StageFileForm, StageMapForm
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.people.models import Staff
from makegood.people.permissions import branch_ids_of
from makegood.recovery.queries.told_first import told_first


def stages_page(request: StaffRequest, form: StageFileForm, *, at: datetime) -> dict[str, Any]:
    rows, page = page_of(visible_batches(request.user), request, size=30)
    own = dict(StageName.objects.values_list("code", "label"))
    return {
        "form": form,
        "rows": rows,
        "page": page,
        "names": [(code, own.get(code, "")) for code in sorted(stage_names())],
        "told_first": told_first(branch_ids=branch_ids_of(request.user), at=at),
        "may_import": may_import_stages(request.user),
    }


def batch_page(request: StaffRequest, batch: StageBatch, form: StageMapForm | None = None) -> dict[str, Any]:
    is_waiting = batch.state == StageBatch.State.UPLOADED
    return {
        "batch": batch,
        "form": (form or StageMapForm(batch)) if is_waiting else None,
        "reasons": reasons_of(batch),
        "lines": held_lines(batch),
        "headings": headings_of(batch),
        "may_import": may_import_stages(request.user),
    }


def kept_table(batch: StageBatch) -> Table:
    """The rows of the batch's sealed file."""
    with batch.file.open("rb") as stream:
        return read_bytes(vault().open_bytes(stream.read()))


def reach_of(staff: Staff) -> tuple[frozenset[int] | None, int | None]:
    """What the uploader's lines may speak of; a line without a branch is of the uploader's own."""
    reach = branch_ids_of(staff)
    return reach, staff.branch_id if reach is not None else None
