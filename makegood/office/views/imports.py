from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.intake.models import Import
from makegood.intake.operations import discard_import, import_channel, start_import
from makegood.intake.permissions import may_import, may_see_imports, visible_imports
from makegood.intake.queries.files import table_of
from makegood.intake.queries.quarantine import quarantine_file
from makegood.intake.rules.mapping import ColumnMap
from makegood.intake.tasks import start, start_mended
from makegood.kit.errors import Invalid, Refusal
from makegood.office.doors import office_page
from makegood.office.forms.imports import mapping_form
from makegood.office.pages.imports import (
    columns_page,
    import_page,
    imports_page,
    quarantine_page,
    upload_form,
)
from makegood.office.uploads import measured
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@measured(to="office:imports")
@office_page(may_see_imports, change=may_import)
def imports(request: StaffRequest) -> HttpResponse:
    """The imports, and the place to drop the next file."""
    form = upload_form(request)
    if request.method == "POST" and form.is_valid():
        file, at = form.cleaned_data["file"], timezone.now()
        channel = form.cleaned_data["channel"] or import_channel(by=request.user.actor, at=at)
        try:
            made = start_import(channel=channel, name=file.name, data=file.read(), by=request.user.actor, at=at)
            return redirect("office:import", made.pk)
        except Refusal as refusal:
            form.add_error("file", refusal_words(refusal))
    return render(request, "office/imports.html", imports_page(request, form), status=422 if form.errors else 200)


@measured(to="office:imports")
@office_page(may_import)
@require_POST
def mending(request: StaffRequest, pk: int) -> HttpResponse:
    """The rows of the quarantine, mended in a spreadsheet: they run at once, under the columns of the first file."""
    form = upload_form(request)
    if not form.is_valid():
        raise Invalid(_("Choose the mended file first."))
    file = form.cleaned_data["file"]
    by, at = request.user.actor, timezone.now()
    made = start_mended(_found(request, pk), name=file.name, data=file.read(), by=by, at=at)
    return redirect("office:import", made.pk)


@office_page(may_see_imports)
def one(request: StaffRequest, pk: int) -> HttpResponse:
    return render(request, "office/import.html", import_page(request, _found(request, pk), at=timezone.now()))


@office_page(may_import)
@require_POST
def previewing(request: StaffRequest, pk: int) -> HttpResponse:
    context = columns_page(_found(request, pk), request.POST, at=timezone.now())
    return render(request, "office/import_preview.html", context)


@office_page(may_import)
@require_POST
def starting(request: StaffRequest, pk: int) -> HttpResponse:
    source, at = _found(request, pk), timezone.now()
    table = table_of(source)
    form = mapping_form(source, list(table.headings), request.POST)
    if not form.is_valid():
        context = columns_page(source, request.POST, at=at)
        return render(request, "office/import.html", {**context, "may_import": True}, status=422)
    start(source, form.mapping(table.sheet), save_as=form.cleaned_data["save_as"], by=request.user.actor, at=at)
    return redirect("office:import", pk)


@office_page(may_import)
@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Go on with a run that stopped; what is in stays in."""
    source = _found(request, pk)
    start(source, ColumnMap.from_settings(source.settings), by=request.user.actor, at=timezone.now())
    return redirect("office:import", pk)


@office_page(may_see_imports)
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The piece that the page fetches again and again; when the run has ended the page is loaded anew."""
    source = _found(request, pk)
    context = import_page(request, source, at=timezone.now())
    response = render(request, "office/import_progress.html", context)
    if not context["is_busy"]:
        response["HX-Refresh"] = "true"
    return response


@office_page(may_import)
@require_POST
def discarding(request: StaffRequest, pk: int) -> HttpResponse:
    discard_import(_found(request, pk), by=request.user.actor, at=timezone.now())
    say(request, _("The file is gone. Nothing of it was taken in."))
    return redirect("office:imports")


@office_page(may_see_imports)
def quarantine(request: StaffRequest, pk: int) -> HttpResponse:
    return render(request, "office/quarantine.html", quarantine_page(request, _found(request, pk)))


@office_page(may_see_imports)
def quarantine_export(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The waiting rows with their reasons, to be mended and dropped here again."""
    if kind not in KINDS:
        raise Http404
    source = _found(request, pk)
    stem = source.name.rpartition(".")[0] or source.name
    name = quote(_("%(file)s, rows to be mended") % {"file": stem})
    response = HttpResponse(quarantine_file(source, get_language() or "zh-hans", kind=kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f"attachment; filename=\"rows.{kind}\"; filename*=UTF-8''{name}.{kind}"
    return response


def _found(request: StaffRequest, pk: int) -> Import:
    return get_object_or_404(visible_imports(request.user).select_related("channel__branch"), pk=pk)
