from __future__ import annotations

from datetime import datetime
from json import loads
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import QueryDict

from makegood.intake.models import Import, ImportState, RowState
from makegood.intake.permissions import may_import, visible_channels, visible_imports
from makegood.intake.queries.files import Preview, earlier_imports, preview, table_of
from makegood.intake.queries.quarantine import reasons_of
from makegood.intake.reasons import FileRefused, reason_text
from makegood.kit.errors import Refusal
from makegood.office.forms.imports import NEAR_ZONES, MappingForm, UploadForm, mapping_form
from makegood.office.uploads import too_large
from makegood.panels.lists import page_of
from makegood.panels.web import StaffRequest
from makegood.panels.words import refusal_words

MEGABYTE = 1_000_000
BUSY = (ImportState.QUEUED, ImportState.RUNNING)


def upload_form(request: StaffRequest) -> UploadForm:
    channels = visible_channels(request.user).filter(is_active=True)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    return UploadForm(*posted, channels=channels)


def imports_page(request: StaffRequest, form: UploadForm) -> dict[str, Any]:
    rows, page = page_of(visible_imports(request.user).annotate(waiting=WAITING), request, size=30)
    return {
        "form": form,
        "rows": rows,
        "page": page,
        "limit": settings.MAX_IMPORT_BYTES // MEGABYTE,
        "limit_bytes": settings.MAX_IMPORT_BYTES,
        "words_too_large": too_large(),
        "may_import": may_import(request.user),
    }


WAITING = Count("quarantine", filter=Q(quarantine__state=RowState.OPEN))


def import_page(request: StaffRequest, source: Import, *, at: datetime) -> dict[str, Any]:
    """The page of one import: columns to be settled, progress, or the result in words."""
    context: dict[str, Any] = {
        "source": source,
        "is_busy": source.state in BUSY,
        "may_import": may_import(request.user),
    }
    if source.state == ImportState.UPLOADED:
        return context | columns_page(source, None, at=at)
    if source.state in (ImportState.DONE, ImportState.FAILED):
        context["reasons"] = reasons_of(source)
        context["mended_by"] = list(source.mended_by.order_by("-pk")[:10])
    return context


def columns_page(source: Import, posted: QueryDict | None, *, at: datetime) -> dict[str, Any]:
    """The mapping form beside what it would make of the file."""
    try:
        table = table_of(source)
    except FileRefused as refusal:
        return {"source": source, "refused": refusal_words(refusal)}
    form = mapping_form(source, list(table.headings), posted)
    seen = _seen(source, form, table, at=at)
    return {
        "source": source,
        "form": form,
        "preview": seen,
        "headings": table.headings,
        "zones": NEAR_ZONES,
        "earlier": earlier_imports(source).first(),
    }


def _seen(source: Import, form: MappingForm, table: Any, *, at: datetime) -> Preview | None:
    if form.is_bound and not form.is_valid():
        return None
    if not form.is_bound:
        form = MappingForm(list(table.headings), form.initial)
        if not form.is_valid():
            return None
    return preview(table, form.mapping(table.sheet), now=at)


def quarantine_page(request: StaffRequest, source: Import) -> dict[str, Any]:
    found = source.quarantine.select_related(None)
    if request.GET.get("state") != "all":
        found = found.filter(state=RowState.OPEN)
    rows, page = page_of(found, request)
    return {
        "source": source,
        "rows": [(row, reason_text(row.reason, row.detail), loads(row.cells)) for row in rows],
        "headings": _headings(source),
        "page": page,
        "may_import": may_import(request.user),
    }


def _headings(source: Import) -> list[str]:
    try:
        return list(table_of(source).headings)
    except (Refusal, OSError):
        return []
