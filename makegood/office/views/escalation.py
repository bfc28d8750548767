"""Whom a promise in danger calls, step by step, and the hours in which nobody is called."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.commitments.models import Commitment
from makegood.commitments.operations import define_ladder
from makegood.commitments.permissions import may_draft, may_see_commitments
from makegood.commitments.queries import ladders_in_force
from makegood.kit.errors import Invalid
from makegood.office.doors import office_page
from makegood.office.forms.escalation import LadderForm, QuietHoursForm, initial_of
from makegood.panels.lists import number_of
from makegood.panels.web import StaffRequest, say
from makegood.panels.words import refusal_words
from makegood.people.models import QuietHours
from makegood.people.operations import set_quiet_hours


@office_page(may_see_commitments, change=may_draft)
def escalation(request: StaffRequest) -> HttpResponse:
    """The ladder of the house, or of the promise that the address names."""
    promise = _promise(request)
    ladders = ladders_in_force()
    now = ladders.get(promise.pk if promise else None)
    form = LadderForm(
        request.POST or None, for_house=promise is None, initial=initial_of(now, for_house=promise is None)
    )
    if request.method == "POST" and form.is_valid() and _defined(request, form, promise):
        return redirect(reverse("office:escalation") + (f"?promise={promise.pk}" if promise else ""))
    context = {"form": form, "promise": promise, "ladder": now, "may_draft": may_draft(request.user)}
    context |= _sides(ladders)
    return render(request, "office/escalation.html", context, status=422 if form.errors else 200)


def _promise(request: StaffRequest) -> Commitment | None:
    asked = number_of(request.GET.get("promise"))
    return get_object_or_404(Commitment, pk=asked) if asked else None


def _sides(ladders: dict[int | None, Any]) -> dict[str, Any]:
    quiet_from, quiet_until = QuietHours.in_force()
    return {
        "quiet": QuietHoursForm(initial={"quiet_from": quiet_from, "quiet_until": quiet_until}),
        "promises": [(one, ladders.get(one.pk)) for one in Commitment.objects.order_by("name")],
        "house": ladders.get(None),
    }


def _defined(request: StaffRequest, form: LadderForm, promise: Commitment | None) -> bool:
    try:
        define_ladder(form.rungs, commitment=promise, by=request.user.actor, at=timezone.now())
    except Invalid as refusal:
        form.add_error(None, refusal_words(refusal))
        return False
    say(request, _("Saved. It holds for promises that begin from now on; those that run keep their steps."))
    return True


@office_page(may_draft)
@require_POST
def quiet_hours(request: StaffRequest) -> HttpResponse:
    form = QuietHoursForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Enter the quiet hours as times, such as 22:00."))
    set_quiet_hours(**form.cleaned_data, by=request.user.actor, at=timezone.now())
    say(request, _("Saved."))
    return redirect("office:escalation")
