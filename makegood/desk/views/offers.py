"""Remedies: what the policy suggests, what is proposed, sent, withdrawn."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.approvals.queries import own_limit
from makegood.cases.permissions import visible_to as visible_cases
from makegood.desk.forms.offer import ProposeForm
from makegood.desk.views.case import case_or_404
from makegood.kit.errors import Invalid, NotAllowed
from makegood.kit.money import Money
from makegood.ledger.queries import written
from makegood.panels.lists import number_of
from makegood.panels.presenters import Why
from makegood.panels.web import StaffRequest, say, staff_page
from makegood.panels.words import refusal_words
from makegood.recovery.models import Offer
from makegood.recovery.operations import Grounds, cancel, newest_offer, send_offer
from makegood.recovery.operations import propose as propose_offer
from makegood.recovery.permissions import may_propose, may_withdraw
from makegood.recovery.queries import Suggestion, facts_of, suggest


@staff_page
def propose(request: StaffRequest, pk: int) -> HttpResponse:
    """The policy's suggestion for this case, to be offered as it stands or changed."""
    case = case_or_404(request, pk, to_handle=True)
    if not may_propose(request.user):
        raise NotAllowed
    suggestion = suggest(facts_of(case, at=timezone.now()))
    form = ProposeForm(request.POST if request.method == "POST" else None, suggestion=suggestion)
    if request.method == "POST" and form.is_valid() and _propose(request, pk, form):
        return redirect("desk:case", pk)
    limit = own_limit(request.user, "remedy")
    context = {"case": case, "form": form, "why": _why(suggestion), "suggestion": suggestion}
    context["seen"] = request.POST.get("seen", "") if request.method == "POST" else newest_offer(case)
    context["limit"] = None if limit is None else written(Money(limit, "CNY"))
    return render(request, "desk/propose.html", context)


def _propose(request: StaffRequest, pk: int, form: ProposeForm) -> bool:
    case, told = case_or_404(request, pk, to_handle=True), form.suggestion
    grounds = Grounds(policy=told.policy, facts=asdict(told.facts), reasons=[row for row, _why in told.why])
    try:
        offer = propose_offer(
            case, form.wanted(), by=request.user.actor, at=timezone.now(), note=form.cleaned_data["note"],
            grounds=grounds, after=number_of(request.POST.get("seen")),
        )  # fmt: skip
    except Invalid as refusal:
        form.add_error(None, refusal_words(refusal))
        return False
    waits = offer.status == Offer.Status.WAITING_FOR_APPROVAL
    say(
        request, _("Above your limit: an approver has been asked.") if waits else _("Proposed. Look at it and send it.")
    )
    return True


def _why(suggestion: Suggestion) -> Why:
    reasons = tuple(suggestion.reasons_in(get_language() or "zh-hans"))
    version = _("Policy version %(n)s") % {"n": suggestion.policy.number}
    return Why(_("What the policy says"), reasons, version=version)


@require_POST
@staff_page
def send(request: StaffRequest, pk: int) -> HttpResponse:
    offer = _offer(request, pk)
    send_offer(offer, by=request.user.actor, at=timezone.now())
    say(request, _("The offer is on the customer's page."))
    return redirect("desk:case", offer.case_id)


@require_POST
@staff_page
def cancel_offer(request: StaffRequest, pk: int) -> HttpResponse:
    offer = _offer(request, pk)
    if not may_withdraw(request.user, offer):
        raise NotAllowed
    cancel(offer, by=request.user.actor, at=timezone.now())
    say(request, _("Withdrawn. What was reserved is free again."))
    return redirect(reverse("desk:case", args=[offer.case_id]))


def _offer(request: StaffRequest, pk: int) -> Offer:
    """An offer on a case this person sees; the person complained about sees neither."""
    cases = visible_cases(request.user).values("pk")
    offer = get_object_or_404(Offer.objects.filter(case__in=cases), pk=pk)
    if not may_propose(request.user):
        raise NotAllowed
    return offer
