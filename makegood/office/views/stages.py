from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.encounters.models import StageBatch
from makegood.encounters.operations import (
    MapDoesNotFit,
    keep_file,
    name_stage,
    replay_held,
    take_file,
    take_mended,
)
from makegood.encounters.permissions import may_import_stages, may_see_stages, visible_batches
from makegood.encounters.queries.held import held_file
from makegood.encounters.reasons import reason_text
from makegood.intake.queries.files import read_bytes
from makegood.kit.errors import Invalid, Refusal
from makegood.kit.problems import Problem
from makegood.office.doors import office_page
from makegood.office.forms.stages import StageFileForm, StageMapForm
from makegood.office.pages.stages import batch_page, kept_table, reach_of, stages_page
from makegood.office.uploads import measured
from makegood.office.views.imports import KINDS
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words


@measured(to="office:stages")
@office_page(may_see_stages, change=may_import_stages)
def stages(request: StaffRequest) -> HttpResponse:
    """What was told of stages, and the place to drop a file of them."""
    form = StageFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("office:stages-one", _kept(request, form.cleaned_data).pk)
        except Refusal as refusal:
            form.add_error("file", refusal_words(refusal))
    context = stages_page(request, form, at=timezone.now())
    return render(request, "office/stages.html", context, status=422 if form.errors else 200)


def _kept(request: StaffRequest, told: dict[str, Any]) -> StageBatch:
    data = told["file"].read()
    return keep_file(
        read_bytes(data), name=told["file"].name, data=data, source=told["source"], is_history=not told["is_live"],
        reach=reach_of(request.user), by=request.user.actor, at=timezone.now(),
    )  # fmt: skip


@office_page(may_see_stages)
def one(request: StaffRequest, pk: int) -> HttpResponse:
    return render(request, "office/stage_batch.html", batch_page(request, _found(request, pk)))


@office_page(may_import_stages)
@require_POST
def starting(request: StaffRequest, pk: int) -> HttpResponse:
    batch = _found(request, pk)
    form = StageMapForm(batch, request.POST)
    try:
        if form.is_valid():
            take_file(batch, kept_table(batch), form.mapping(), by=request.user.actor, at=timezone.now())
            return redirect("office:stages-one", pk)
    except MapDoesNotFit as refusal:
        form.add_error(None, str(refusal))
    except Problem as problem:
        field = {"map_unknown_zone": "time_zone", "bad_state": "states"}.get(problem.code)
        form.add_error(field, reason_text(problem.code, problem.params))
    return render(request, "office/stage_batch.html", batch_page(request, batch, form), status=422)


@office_page(may_import_stages)
@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Look again at what was set aside, after a stage or a branch was added."""
    count = replay_held(_found(request, pk), by=request.user.actor, at=timezone.now())
    say(request, _("%(count)s lines are taken in now.") % {"count": count})
    return redirect("office:stages-one", pk)


@measured(to="office:stages")
@office_page(may_import_stages)
@require_POST
def mending(request: StaffRequest, pk: int) -> HttpResponse:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid(_("Choose the mended file first."))
    data = file.read()
    made = take_mended(
        _found(request, pk), read_bytes(data), name=file.name or "", data=data, by=request.user.actor,
        at=timezone.now(),
    )  # fmt: skip
    return redirect("office:stages-one", made.pk)


@office_page(may_import_stages)
@require_POST
def naming(request: StaffRequest) -> HttpResponse:
    """Another stage that the house knows, or one that it uses no more."""
    code, label = request.POST.get("code", ""), request.POST.get("label", "")
    is_active = request.POST.get("put_away") is None
    named = name_stage(code, label=label, is_active=is_active, by=request.user.actor, at=timezone.now())
    say(request, _("The stage “%(stage)s” is known now.") % {"stage": named} if is_active else _("It is put away."))
    return redirect("office:stages")


@office_page(may_see_stages)
def held_export(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The waiting lines with their reasons, to be mended and dropped here again."""
    if kind not in KINDS:
        raise Http404
    data = held_file(_found(request, pk), get_language() or "zh-hans", kind=kind)
    response = HttpResponse(data, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="stages-{pk}.{kind}"'
    return response


def _found(request: StaffRequest, pk: int) -> StageBatch:
    return get_object_or_404(visible_batches(request.user), pk=pk)
