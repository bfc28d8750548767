"""Promises for which somebody was called, and the word that ends the calling: "I have it"."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.commitments.models import Escalation
from makegood.commitments.operations import acknowledge_escalations
from makegood.desk.forms.escalations import EscalationFilterForm
from makegood.desk.presenters import escalation as show
from makegood.kit.errors import SomebodyWasFaster
from makegood.panels.escalation_words import REACHES
from makegood.panels.lists import number_of, page_of
from makegood.panels.web import StaffRequest, back, say, staff_page


@staff_page
def escalations(request: StaffRequest) -> HttpResponse:
    form = EscalationFilterForm(request.GET or None, staff=request.user)
    rows, page = page_of(_asked_for(request, show.within_reach(request.user)), request)
    context = {"rows": show.lines(rows, request.user), "page": page, "filter_form": form, "now": timezone.now()}
    return render(request, "desk/escalations.html", context)


def _asked_for(request: HttpRequest, found: QuerySet[Escalation]) -> QuerySet[Escalation]:
    """The filters of the address; what is not understood is ignored."""
    asked = request.GET
    if asked.get("state") != "all":
        found = found.filter(acknowledged_at__isnull=asked.get("state") != "taken")
    if (reach := asked.get("reach")) in REACHES:
        found = found.filter(reach=reach)
    if branch := number_of(asked.get("branch")):
        found = found.filter(clock__branch=branch)
    if promise := number_of(asked.get("promise")):
        found = found.filter(clock__commitment=promise)
    return found


@require_POST
@staff_page
def have_it(request: StaffRequest) -> HttpResponse:
    """I have it: nobody is called any higher for these promises."""
    asked = [int(pk) for pk in request.POST.getlist("clock") if number_of(pk)]
    seen = show.within_reach(request.user).filter(clock__in=asked).values_list("clock", flat=True)
    try:
        acknowledge_escalations(list(seen), staff=request.user, at=timezone.now())
    except SomebodyWasFaster:
        raise SomebodyWasFaster(_("It is over, or a colleague has it already.")) from None
    say(request, _("It is yours: nobody else is called for it."))
    return back(request, reverse("desk:escalations"))
