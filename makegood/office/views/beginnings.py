"""Promises that begin otherwise than with a time limit of one's own: with a preset, or as a measured quality."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.commitments.models import CommitmentVersion
from makegood.commitments.operations import draft_commitment, draft_from_preset, known_presets
from makegood.commitments.permissions import may_draft
from makegood.kit.errors import Invalid
from makegood.office.doors import office_page
from makegood.office.forms.qualities import QualityForm, quality_initial
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words


@office_page(may_draft)
def presets(request: StaffRequest) -> HttpResponse:
    """What rules and standards ask for; choosing one makes its drafts."""
    if request.method == "POST":
        made = draft_from_preset(request.POST.get("preset", ""), by=request.user.actor, at=timezone.now())
        n = len(made)
        say(
            request,
            ngettext("%(n)s draft is ready to be checked.", "%(n)s drafts are ready to be checked.", n) % {"n": n},
        )
        return redirect("office:commitment", made[0].commitment_id)
    return render(request, "office/presets.html", {"presets": known_presets()})


@office_page(may_draft)
def quality_drafting(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """A promise about a measured quality, or its next version."""
    form = QualityForm(request.POST or None, initial=_initial(pk))
    if request.method == "POST" and form.is_valid():
        try:
            version = draft_commitment(form.draft, by=request.user.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal_words(refusal))
        else:
            say(request, _("The draft is saved. See whether it would have been kept, then have it reviewed."))
            return redirect("office:commitment", version.commitment_id)
    context = {"form": form, "pk": pk}
    return render(request, "office/quality_drafting.html", context, status=422 if form.errors else 200)


def _initial(pk: int | None) -> dict[str, object] | None:
    versions = CommitmentVersion.objects.filter(commitment=pk or 0).exclude(quality=None)
    version = versions.select_related("commitment", "calendar__calendar").order_by("-number").first()
    return quality_initial(version, version.calendar.calendar.code) if version else None
