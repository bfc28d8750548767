"""Asking for more time for a promise of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.commitments.models import Clock
from makegood.commitments.operations import ask_extension, next_step
from makegood.desk.forms.extend import ExtendForm
from makegood.desk.views.case import case_or_404
from makegood.kit.errors import Invalid, Refusal
from makegood.panels.durations import budget_words
from makegood.panels.web import StaffRequest, say, staff_page
from makegood.panels.words import refusal_words
from makegood.people.models import Role


@staff_page
def extend(request: StaffRequest, pk: int, clock_pk: int) -> HttpResponse:
    """The form for the next step, and what asks for it; too late is said on the page of the case."""
    case, at = case_or_404(request, pk, to_handle=True), timezone.now()
    clocks = Clock.objects.select_related("version", "commitment")
    clock = get_object_or_404(clocks, pk=clock_pk, subject_kind="case", subject_id=case.pk)
    try:
        step = next_step(clock, at)
    except Refusal as refusal:
        say(request, str(refusal_words(refusal)))
        return redirect("desk:case", pk)
    form = ExtendForm(request.POST if request.method == "POST" else None, tells=step.tells)
    if request.method == "POST" and form.is_valid() and _asked(request, clock, form):
        return redirect("desk:case", pk)
    context = {"case": case, "clock": clock, "form": form, "role": Role(step.role).label}
    context["adds"] = budget_words(step.adds, clock.version.budget_kind)
    return render(request, "desk/extend.html", context, status=422 if form.errors else 200)


def _asked(request: StaffRequest, clock: Clock, form: ExtendForm) -> bool:
    try:
        ask_extension(clock, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field or None, refusal_words(refusal))
        return False
    say(request, _("Asked. You hear of the answer; until then the date stands."))
    return True
