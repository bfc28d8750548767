from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.exceptions import AlreadyEnqueued

from makegood.commitments.models import Commitment, CommitmentVersion
from makegood.commitments.operations import draft_commitment, publish, review, send_back, withdraw_commitment
from makegood.commitments.permissions import may_draft, may_publish, may_see_commitments
from makegood.kit.errors import Invalid
from makegood.office.doors import office_page
from makegood.office.forms.commitments import DespiteForm, DraftForm, PublishForm, ReasonForm, initial_of
from makegood.office.measuring import begin_measuring, measuring
from makegood.office.pages.commitments import commitment_page, commitments_page
from makegood.office.pages.feasibility import feasibility_page
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words


@office_page(may_see_commitments)
def commitments(request: StaffRequest) -> HttpResponse:
    return render(request, "office/commitments.html", commitments_page(request, at=timezone.now()))


@office_page(may_see_commitments)
def commitment(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Commitment, pk=pk)
    context = commitment_page(request, found, at=timezone.now())
    return render(
        request, "office/commitment.html", {**context, "publish_form": PublishForm(), "despite_form": DespiteForm()}
    )


@office_page(may_see_commitments)
def feasibility(request: StaffRequest, pk: int) -> HttpResponse:
    """A version tried on everything that happened, with any other limit."""
    found = get_object_or_404(CommitmentVersion.objects.select_related("commitment", "calendar"), pk=pk)
    if found.quality:
        return redirect("office:commitment", found.commitment_id)
    return render(request, "office/feasibility.html", feasibility_page(request, found, at=timezone.now()))


@office_page(may_draft)
def drafting(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """A new promise, or the next version of one."""
    if pk is not None and CommitmentVersion.objects.filter(commitment=pk).exclude(quality=None).exists():
        return redirect("office:quality-redrafting", pk)
    form = DraftForm(request.POST or None, initial=_initial(pk, request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            version = draft_commitment(form.draft, by=request.user.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal_words(refusal))
        else:
            say(request, _("The draft is saved. See whether it would have been kept, then have it reviewed."))
            return redirect("office:commitment", version.commitment_id)
    context = {"form": form, "pk": pk, "is_custom": pk is not None and not form["measure"].value()}
    return render(request, "office/drafting.html", context, status=422 if form.errors else 200)


@office_page(may_draft)
@require_POST
def reviewing(request: StaffRequest, pk: int) -> HttpResponse:
    version = _version(pk)
    review(version, by=request.user.actor, at=timezone.now())
    say(request, _("Reviewed. A manager can publish it now."))
    return redirect("office:commitment", version.commitment_id)


@office_page(may_draft)
@require_POST
def sending_back(request: StaffRequest, pk: int) -> HttpResponse:
    version, form = _version(pk), ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say why, so that the author can mend it."))
    send_back(version, by=request.user.actor, at=timezone.now(), reason=form.cleaned_data["reason"])
    say(request, _("It is a draft again."))
    return redirect("office:commitment", version.commitment_id)


@office_page(may_publish)
@require_POST
def publishing(request: StaffRequest, pk: int) -> HttpResponse:
    version, form = _version(pk), PublishForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Dates are written like 2026-10-01."))
    publish(
        version,
        by=request.user.actor,
        at=timezone.now(),
        effective_from=form.effective_from,
        despite=request.POST.get("despite", "")[:300],
    )
    say(request, _("Published. From now on its clocks run."))
    return redirect("office:commitment", version.commitment_id)


@office_page(may_publish)
@require_POST
def withdrawing(request: StaffRequest, pk: int) -> HttpResponse:
    version, form = _version(pk), ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Say why it is withdrawn."))
    withdraw_commitment(version, by=request.user.actor, at=timezone.now(), reason=form.cleaned_data["reason"])
    say(request, _("Withdrawn. What was promised before still runs to its end."))
    return redirect("office:commitment", version.commitment_id)


@office_page(may_draft)
@require_POST
def measuring_history(request: StaffRequest, pk: int) -> HttpResponse:
    version = _version(pk)
    if version.published_at is None:
        raise Invalid(_("Publish the promise first; then it can be measured."))
    try:
        begin_measuring(version)
    except AlreadyEnqueued:
        raise Invalid(_("It is being measured already.")) from None
    return redirect("office:commitment", version.commitment_id)


@office_page(may_see_commitments)
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The piece that the page fetches again and again while history is measured."""
    version = _version(pk)
    context = {"shown": version, "measuring": measuring(version), "is_polled": True}
    return render(request, "office/measuring.html", context)


def _version(pk: int) -> CommitmentVersion:
    return get_object_or_404(CommitmentVersion.objects.select_related("commitment", "calendar"), pk=pk)


def _initial(pk: int | None, asked: Mapping[str, str]) -> dict[str, object] | None:
    """The newest version, with the limit that was found to be kept when the address names one."""
    if pk is None:
        return None
    versions = CommitmentVersion.objects.filter(commitment=pk).select_related("commitment", "calendar__calendar")
    version = versions.order_by("-number").first()
    if version is None:
        return None
    given = {name: asked[name] for name in ("budget", "unit") if asked.get(name)}
    return {**initial_of(version, version.calendar.calendar.code), **given}
